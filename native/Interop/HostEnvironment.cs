using System.Runtime.InteropServices;
using System.Text;

namespace Pulse.Native.Interop;

/// <summary>The host's environment as it is now; the runtime's own copy is as old as the first call.</summary>
static unsafe partial class HostEnvironment
{
    internal static string? Get(string name)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(name + '\0'))
        {
            return Marshal.PtrToStringUTF8((nint)GetEnv(bytes));
        }
    }

    [LibraryImport("libc", EntryPoint = "getenv")]
    private static partial byte* GetEnv(byte* name);
}
