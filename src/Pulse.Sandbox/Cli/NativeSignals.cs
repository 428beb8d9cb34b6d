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

    public static void Send(int process, int signal) => _ = Kill(process, signal);

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

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int GetProcessGroup();

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int GetTerminalGroup(int descriptor);
}
