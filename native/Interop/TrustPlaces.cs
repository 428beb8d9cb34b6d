using System.Runtime.InteropServices;
using Pulse.Client.Http;

namespace Pulse.Native.Interop;

/// <summary>Where OpenSSL looks for this machine's roots (shim/machine_roots.h). Needs OpenSSL.</summary>
static unsafe partial class TrustPlaces
{
    internal static MachineRoots Roots { get; } = new(Find);

    static MachineRoots.Places Find()
    {
        byte isDefault, areDefault;
        string folders = Marshal.PtrToStringUTF8((nint)Folders(&areDefault)) ?? "";
        return new(Marshal.PtrToStringUTF8((nint)File(&isDefault)), folders, areDefault != 0);
    }

    [LibraryImport("*", EntryPoint = "machine_roots_file")]
    private static partial byte* File(byte* isDefault);

    [LibraryImport("*", EntryPoint = "machine_roots_folders")]
    private static partial byte* Folders(byte* areDefault);
}
