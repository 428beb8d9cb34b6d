using Microsoft.Win32.SafeHandles;

namespace Pulse.Client.Results;

/// <summary>
/// The file system for paths of every kind, also those that are not UTF-8 (<see cref="RawPaths"/>), which go to the system themselves;
/// all others take the runtime's road. Errors are the same on both.
/// </summary>
static class PathFiles
{
    /// <summary>Opens a file.</summary>
    internal static FileStream Open(string path, FileStreamOptions options)
    {
        string full = RawPaths.Full(path);
        if (!RawPaths.IsRaw(full))
        {
            return new FileStream(full, options);
        }

        SafeFileHandle file = UnixFiles.Open(full, options.Mode, options.Access, OperatingSystem.IsWindows() ? null : options.UnixCreateMode);
        try
        {
            if ((options.Share & ~FileShare.Delete) == FileShare.Read && !UnixFiles.TryLock(file, shared: true))
            {
                throw UnixFiles.Locked();
            }

            return new FileStream(file, options.Access, bufferSize: 0);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static byte[] ReadAllBytes(string path)
    {
        using FileStream file = Open(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });
        using MemoryStream content = new(file.CanSeek ? (int)Math.Min(file.Length, Array.MaxLength) : 0);
        file.CopyTo(content);
        return content.ToArray();
    }

    internal static string ReadAllText(string path)
    {
        using FileStream file = Open(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    internal static bool IsFolder(string path)
    {
        string full = RawPaths.Full(path);
        return RawPaths.IsRaw(full) ? UnixFiles.KindOrNone(full) == UnixFileKind.Folder : Directory.Exists(full);
    }

    internal static bool IsFile(string path)
    {
        string full = RawPaths.Full(path);
        return RawPaths.IsRaw(full) ? UnixFiles.KindOrNone(full) is UnixFileKind.Regular or UnixFileKind.Special : File.Exists(full);
    }

    /// <summary>Makes a folder and those above it, with the mode that is usual or a given one.</summary>
    internal static void MakeFolder(string path, UnixFileMode? mode = null)
    {
        string full = RawPaths.Full(path);
        if (!RawPaths.IsRaw(full))
        {
            if (OperatingSystem.IsWindows() || mode is null)
            {
                Directory.CreateDirectory(full);
            }
            else
            {
                Directory.CreateDirectory(full, mode.Value);
            }
        }
        else if (!IsFolder(full))
        {
            MakeFolder(Path.GetDirectoryName(full)!, mode);
            UnixFiles.MakeFolder(full, mode);
        }
    }

    /// <summary>The files of a folder whose names fit a pattern, as paths; none where there is no folder. A name that is not UTF-8 is not found, which none of ours is.</summary>
    internal static string[] List(string folder, string pattern)
    {
        string full = RawPaths.Full(folder);
        if (!RawPaths.IsRaw(full))
        {
            return Directory.Exists(full) ? Directory.GetFiles(folder, pattern) : [];
        }

        if (!IsFolder(full))
        {
            return [];
        }

        using SafeFileHandle opened = UnixFiles.Open(full, FileMode.Open, FileAccess.Read, null);
        return [.. Directory.GetFiles($"/proc/self/fd/{opened.DangerousGetHandle()}", pattern).Select(path => Path.Combine(folder, Path.GetFileName(path)))];
    }

    /// <summary>The length of a file, which is no link; null where there is none.</summary>
    internal static long? Length(string path)
    {
        if (UnixFiles.KindOrNone(path, followLinks: false) != UnixFileKind.Regular)
        {
            return null;
        }

        string full = RawPaths.Full(path);
        if (!RawPaths.IsRaw(full))
        {
            return new FileInfo(full).Length;
        }

        using FileStream file = Open(full, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });
        return file.Length;
    }

    /// <summary>Gives a file another name, which may be that of a file that goes.</summary>
    internal static void Move(string from, string to)
    {
        (string source, string target) = (RawPaths.Full(from), RawPaths.Full(to));
        if (RawPaths.IsRaw(source) || RawPaths.IsRaw(target))
        {
            UnixFiles.Rename(source, target);
        }
        else
        {
            File.Move(source, target, overwrite: true);
        }
    }

    /// <summary>Frees a thread that waits for the other end of a pipe: it is given one that goes at once, where that is allowed.</summary>
    internal static void Release(string pipe)
    {
        try
        {
            Open(pipe, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 }).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the thread waits for the other end from elsewhere.
        }
    }

    /// <summary>Removes a file, where there is one.</summary>
    internal static void Delete(string path)
    {
        string full = RawPaths.Full(path);
        if (RawPaths.IsRaw(full))
        {
            UnixFiles.Unlink(full);
        }
        else
        {
            File.Delete(full);
        }
    }

    /// <summary>The mode of a file.</summary>
    internal static UnixFileMode? Mode(string path)
    {
        string full = RawPaths.Full(path);
        return OperatingSystem.IsWindows() ? null : RawPaths.IsRaw(full) ? UnixFiles.Mode(full) : File.GetUnixFileMode(full);
    }
}
