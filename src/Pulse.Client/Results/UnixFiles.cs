using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pulse.Client.Results;

/// <summary>What lies under a name.</summary>
enum UnixFileKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file on a disk.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A link, where links are not followed.</summary>
    Link,

    /// <summary>A pipe, a device or a socket.</summary>
    Special,
}

/// <summary>What the runtime has no call for: kinds of files, folders that are flushed, locks that fail.</summary>
static unsafe partial class UnixFiles
{
    const int CurrentFolder = -100;
    const int NoFollow = 0x100;
    const int CloseOnExec = 0x80000;
    const int ModeOffset = 28;
    const int NotFound = 2;
    const int Interrupted = 4;
    const int WouldBlock = 11;
    const int NotAFolder = 20;
    const int Invalid = 22;
    const int ExclusiveNoWait = 2 | 4;

    /// <summary>What a path leads to.</summary>
    /// <exception cref="IOException">The name is too long, or cannot be looked at.</exception>
    internal static UnixFileKind Kind(string path, bool followLinks = true)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? UnixFileKind.Regular : Directory.Exists(path) ? UnixFileKind.Folder : UnixFileKind.None;
        }

        byte* found = stackalloc byte[256];
        if (Status(CurrentFolder, path, followLinks ? 0 : NoFollow, 1, found) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is NotFound or NotAFolder ? UnixFileKind.None : throw Failure(error);
        }

        return (*(ushort*)(found + ModeOffset) & 0xF000) switch
        {
            0x8000 => UnixFileKind.Regular,
            0x4000 => UnixFileKind.Folder,
            0xA000 => UnixFileKind.Link,
            _ => UnixFileKind.Special,
        };
    }

    /// <summary>Makes the names in the folder of a path durable: without this a new or renamed file may be gone after a power cut.</summary>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    internal static void SyncFolderOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        int descriptor = Open(folder, CloseOnExec);
        if (descriptor < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }

        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        if (Sync(handle) != 0 && Marshal.GetLastPInvokeError() is var error && error != Invalid)
        {
            throw Failure(error);
        }
    }

    /// <summary>Takes the lock of an open file, and says so where there is none to be had.</summary>
    /// <returns>Whether it was free.</returns>
    /// <exception cref="IOException">The file system gives no locks.</exception>
    internal static bool TryLock(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        while (Lock(file, ExclusiveNoWait) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock)
            {
                return false;
            }

            if (error != Interrupted)
            {
                throw Failure(error);
            }
        }

        return true;
    }

    /// <summary>The mode that a new file has in this process; null where that cannot be found out.</summary>
    internal static UnixFileMode? DefaultMode()
    {
        const string Prefix = "Umask:";
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith(Prefix, StringComparison.Ordinal));
            return line is null ? null : (UnixFileMode)(0x1B6 & ~Convert.ToInt32(line[Prefix.Length..].Trim(), 8));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    static IOException Failure(int error) => new($"{Marshal.GetPInvokeErrorMessage(error)} (error {error})");

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Status(int folder, string path, int flags, uint mask, byte* found);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
