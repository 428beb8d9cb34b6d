using Pulse.Client.Batch;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary>The documents that the arguments name.</summary>
static class DocumentNames
{
    /// <summary>What is taken of a folder: the types that the service documents.</summary>
    static readonly string[] s_types = [".pdf", ".jpg", ".jpeg", ".png", ".docx", ".pptx", ".xlsx", ".xlsm", ".xls", ".html", ".htm"];

    /// <summary>The arguments, with the documents of folders in place of these.</summary>
    /// <exception cref="UsageException">A folder cannot be read, or has no documents.</exception>
    internal static string[] Of(string[] arguments) => [.. arguments.SelectMany(static argument => argument.Length > 0 && argument != "-" && !BatchDocument.IsUrl(argument) && PathFiles.IsFolder(argument) ? InFolder(argument) : [argument])];

    /// <summary>Whether it is what an earlier run with --format html has made of a document in the same folder.</summary>
    static bool IsResult(string path) =>
        path.EndsWith(".html", StringComparison.Ordinal) && path[..^".html".Length] is var document && s_types.Contains(Path.GetExtension(document), StringComparer.OrdinalIgnoreCase) && PathFiles.IsFile(document);

    static string[] InFolder(string folder)
    {
        string[] documents;
        try
        {
            documents = [.. PathFiles.List(folder, "*").Where(static path => Path.GetFileName(path)[0] != '.' && s_types.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !IsResult(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{RawPaths.Readable(folder)}' cannot be read: {exception.Message}");
        }

        return documents.Length > 0 ? documents : throw new UsageException($"The folder '{RawPaths.Readable(folder)}' has no documents ({string.Join(", ", s_types)}).");
    }
}
