using System.Runtime.InteropServices;

namespace Pulse.Sandbox.Cli;

/// <summary>What .NET does not offer: sending a signal, and asking whether a terminal's keys reach this process.</summary>
static partial class NativeSignals
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Terminate = 15;

    const int StandardError = 2;
    const int Pipe = 13;

    public static void Send(int process, int signal) => _ = Kill(process, signal);

    /// <summary>
    /// Starts a command with the default disposition of SIGPIPE. The runtime ignores that signal, and a child would inherit it, although
    /// programs count on ending when nobody reads what they write.
    /// </summary>
    public static void StartWithDefaultPipe(System.Diagnostics.Process command)
    {
        // Nobody knows the server's address yet, so it writes to no socket meanwhile.
        nint before = SetDisposition(Pipe, 0);
        try
        {
            command.Start();
        }
        finally
        {
            _ = SetDisposition(Pipe, before);
        }
    }

    /// <summary>Whether this process is in the foreground group of the terminal on its stdin, stdout or stderr.</summary>
    public static bool IsTerminalForeground()
    {
        int group = GetProcessGroup();
        for (int descriptor = 0; descriptor <= StandardError; descriptor++)
        {
            if (GetTerminalGroup(descriptor) == group)
            {
                return true;
            }
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint SetDisposition(int signal, nint disposition);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int GetProcessGroup();

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int GetTerminalGroup(int descriptor);
}
