using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pulse.Sandbox.Documents.Isolation;

/// <summary>
/// Takes from this process what a reader of documents has no use for: memory without limit, the network (where the system has seccomp), core files,
/// and new privileges.
/// </summary>
static partial class Confinement
{
    const int DataLimit = 2;
    const int CoreLimit = 4;
    const int NoNewPrivileges = 38;
    const uint FilterMode = 1;
    const uint AllThreads = 1;
    const int InvalidArgument = 22;
    const int NoSuchCall = 38;

    /// <param name="maxMemory">The bytes of memory of its own that the process may write to. Reserved addresses do not count.</param>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static unsafe void Enter(ulong maxMemory)
    {
        RequireZero(SetLimit(DataLimit, [maxMemory, maxMemory]));
        RequireZero(SetLimit(CoreLimit, [0, 0]));
        RequireZero(Control(NoNewPrivileges, 1, 0, 0, 0));
        (nint filterCall, uint architecture, uint socketCall) = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (317, 0xC000003Eu, 41u),
            Architecture.Arm64 => ((nint)277, 0xC00000B7u, 198u),
            _ => default,
        };
        if (filterCall == 0)
        {
            return;
        }

        // Classic BPF: kill other architectures, make socket() fail with EACCES, allow the rest.
        ReadOnlySpan<Instruction> program =
        [
            new(0x20, 0, 0, 4),
            new(0x15, 1, 0, architecture),
            new(0x06, 0, 0, 0x8000_0000),
            new(0x20, 0, 0, 0),
            new(0x15, 0, 1, socketCall),
            new(0x06, 0, 0, 0x0005_0000 | 13),
            new(0x06, 0, 0, 0x7FFF_0000),
        ];
        fixed (Instruction* first = program)
        {
            var filter = new Filter { Length = (ushort)program.Length, First = first };
            if (SystemCall(filterCall, FilterMode, AllThreads, &filter) != 0 && Marshal.GetLastPInvokeError() is not (InvalidArgument or NoSuchCall))
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }

            // Without filters (a kernel that has none, QEMU's user-mode emulation) the other limits must do.
        }
    }

    static void RequireZero(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly struct Instruction(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue;
        public readonly byte IfFalse = ifFalse;
        public readonly uint Operand = operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    unsafe struct Filter
    {
        public ushort Length;
        public Instruction* First;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int SetLimit(int resource, ReadOnlySpan<ulong> softAndHard);

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint SystemCall(nint number, uint operation, uint flags, Filter* filter);
}
