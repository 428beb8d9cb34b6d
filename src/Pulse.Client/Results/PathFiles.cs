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

    /// <summary>Makes a folder and those above it.</summary>
    internal static void MakeFolder(string path)
    {
        string full = RawPaths.Full(path);
        if (!RawPaths.IsRaw(full))
        {
            Directory.CreateDirectory(full);
        }
        else if (!IsFolder(full))
        {
            MakeFolder(Path.GetDirectoryName(full)!);
            UnixFiles.MakeFolder(full);
        }
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
