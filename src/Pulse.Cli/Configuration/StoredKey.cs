using System.Text;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli.Configuration;

/// <summary>A key that <c>pulse login</c> has stored: the key and, in the second line, the service that it is for. It is given to no other.</summary>
sealed record StoredKey(string Key, string Service)
{
    const string ServiceMark = "# for ";
    const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The key of a profile; null where none is stored.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    internal static StoredKey? Read(string profile)
    {
        if (ConfigFolder.KeyFile(profile) is not { } path || !PathFiles.IsFile(path))
        {
            return null;
        }

        try
        {
            string[] lines = PathFiles.ReadAllText(path).Split('\n');
            string service = Array.Find(lines, static line => line.StartsWith(ServiceMark, StringComparison.Ordinal)) is { } line ? line[ServiceMark.Length..].Trim() : ClientSettings.DefaultBaseUrl;
            return string.IsNullOrWhiteSpace(lines[0]) ? throw new UsageException($"The key file '{path}' is empty; pulse login writes it.") : new(lines[0].Trim(), service);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The key file '{path}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>The key for a service, of which the profile's may not be.</summary>
    /// <exception cref="PulseConfigurationException">It is for another service.</exception>
    internal string For(string service) => ConfigFolder.Address(Service) == ConfigFolder.Address(service)
        ? Key
        : throw new PulseException(PulseErrorCode.MissingApiKey, $"The stored key is for {Service}, and is not sent to {service}. Run pulse login for that service, or set PULSE_API_KEY.");

    /// <summary>Stores it, so that only its owner can read it.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="UsageException">It cannot be written.</exception>
    internal string Write(string profile)
    {
        string path = ConfigFolder.KeyFile(profile) ?? throw new UsageException("There is no folder for the key: neither HOME nor XDG_CONFIG_HOME is set.");
        string temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            PathFiles.MakeFolder(Path.GetDirectoryName(path)!, FolderMode);
            FileStreamOptions options = new() { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = FileMode;
            }

            using (FileStream file = PathFiles.Open(temporary, options))
            {
                file.Write(Encoding.UTF8.GetBytes($"{Key}\n{ServiceMark}{Service}\n"));
                file.Flush(flushToDisk: true);
            }

            PathFiles.Move(temporary, path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            PathFiles.Delete(temporary);
            throw new UsageException($"The key cannot be stored in '{path}': {exception.Message}");
        }
    }
}
