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

    const int NotFound = 2;
    const int Interrupted = 4;
    const int WouldBlock = 11;
    const int NotAFolder = 20;
    const int Invalid = 22;
    const int Denied = 13;
    const int Exists = 17;
    const int NotPermitted = 1;
    const int ExclusiveNoWait = 2 | 4;
    const int SharedNoWait = 1 | 4;

    /// <summary>What a path leads to.</summary>
    /// <exception cref="IOException">The name is too long, or cannot be looked at.</exception>
    internal static UnixFileKind Kind(string path, bool followLinks = true)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? UnixFileKind.Regular : Directory.Exists(path) ? UnixFileKind.Folder : UnixFileKind.None;
        }

        if (Look(path, followLinks) is not { } mode)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is NotFound or NotAFolder ? UnixFileKind.None : throw Failure(error);
        }

        return (mode & 0xF000) switch
        {
            0x8000 => UnixFileKind.Regular,
            0x4000 => UnixFileKind.Folder,
            0xA000 => UnixFileKind.Link,
            _ => UnixFileKind.Special,
        };
    }

    /// <summary>The same, where what cannot be looked at is not there.</summary>
    internal static UnixFileKind KindOrNone(string path, bool followLinks = true)
    {
        try
        {
            return Kind(path, followLinks);
        }
        catch (IOException)
        {
            return UnixFileKind.None;
        }
    }

    /// <summary>The mode of what a path leads to; null where it cannot be looked at.</summary>
    internal static UnixFileMode? Mode(string path) => Look(path, followLinks: true) is { } mode ? (UnixFileMode)(mode & 0xFFF) : null;

    /// <summary>Opens a file by the bytes of its path, with the errors of the runtime.</summary>
    internal static SafeFileHandle Open(string path, FileMode mode, FileAccess access, UnixFileMode? created)
    {
        int flags = CloseOnExec
            | (access switch { FileAccess.Read => 0, FileAccess.Write => 1, _ => 2 })
            | (mode switch { FileMode.CreateNew => 0x40 | 0x80, FileMode.Create => 0x40 | 0x200, FileMode.OpenOrCreate => 0x40, FileMode.Open => 0, _ => throw new ArgumentOutOfRangeException(nameof(mode)) });
        while (true)
        {
            int descriptor = Open(RawPaths.Encode(path), flags, (int)(created ?? (UnixFileMode)0x1B6));
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw Failure(error, path);
            }
        }
    }

    /// <summary>Gives a file another name.</summary>
    internal static void Rename(string from, string to) => Check(Rename(RawPaths.Encode(from), RawPaths.Encode(to)), from);

    /// <summary>Removes a file; there need not be one.</summary>
    internal static void Unlink(string path)
    {
        if (Unlink(RawPaths.Encode(path)) != 0 && Marshal.GetLastPInvokeError() is var error && error != NotFound)
        {
            throw Failure(error, path);
        }
    }

    /// <summary>Makes a folder in one that there is.</summary>
    internal static void MakeFolder(string path, UnixFileMode? mode)
    {
        if (MakeFolder(RawPaths.Encode(path), (uint)(mode ?? (UnixFileMode)0x1FF)) != 0 && Marshal.GetLastPInvokeError() is var error && error != Exists)
        {
            throw Failure(error, path);
        }
    }

    /// <summary>The error of the runtime for a file that another process has locked.</summary>
    internal static IOException Locked() => new(Marshal.GetPInvokeErrorMessage(WouldBlock), WouldBlock);

    /// <summary>Makes the names in the folder of a path durable: without this a new or renamed file may be gone after a power cut.</summary>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    internal static void SyncFolderOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string folder = Path.GetDirectoryName(RawPaths.Full(path)) ?? "/";
        int descriptor = Open(RawPaths.Encode(folder), CloseOnExec, 0);
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
    internal static bool TryLock(SafeFileHandle file, bool shared = false)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        while (Lock(file, shared ? SharedNoWait : ExclusiveNoWait) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock)
            {
                return false;
            }

            if (error != Interrupted)
            {
                // A shared one is a courtesy, as the runtime takes it too: where there are no locks it goes on.
                return shared ? true : throw Failure(error);
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

    static ushort? Look(string path, bool followLinks)
    {
        // Not the C library's own function, which it has under this name since 2.33, and as statx() since 2.28.
        (int call, int modeOffset) = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (262, 24),
            Architecture.Arm64 => (79, 16),
            _ => throw new PlatformNotSupportedException("The processor is neither x64 nor arm64."),
        };
        byte* found = stackalloc byte[256];
        return Status(call, CurrentFolder, RawPaths.Encode(path), found, followLinks ? 0 : NoFollow) == 0 ? *(ushort*)(found + modeOffset) : null;
    }

    static void Check(int result, string path)
    {
        if (result != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), path);
        }
    }

    static IOException Failure(int error) => new($"{Marshal.GetPInvokeErrorMessage(error)} (error {error})");

    static Exception Failure(int error, string path) => error switch
    {
        NotFound => new FileNotFoundException($"'{RawPaths.Readable(path)}' does not exist."),
        NotAFolder => new DirectoryNotFoundException($"A folder of '{RawPaths.Readable(path)}' is none."),
        Denied or NotPermitted => new UnauthorizedAccessException($"'{RawPaths.Readable(path)}': permission denied."),
        _ => Failure(error),
    };

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Status(nint call, nint folder, byte[] path, byte* found, nint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static partial int Rename(byte[] from, byte[] to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static partial int Unlink(byte[] path);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static partial int MakeFolder(byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
