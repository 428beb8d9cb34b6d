using System.Text;
using Pulse.Client.Endpoints;

namespace Pulse.Generate;

/// <summary>The part of a file that has a function for each operation with a request, between two lines that stay.</summary>
abstract class OperationWrappers(string root) : IGenerator
{
    const string First = "Made by `make generate` from the operations in src/Pulse.Client, to the line that says so.";
    const string Last = "To here.";

    public abstract string Path { get; }

    /// <summary>Extract has functions by hand, as it does more.</summary>
    protected static IEnumerable<OperationDescription> Described =>
        Operations.All.Where(static operation => operation.RequestType is not null && operation.Work != ServiceEndpoints.Extract.Work);

    public string Generate()
    {
        string text = File.ReadAllText(System.IO.Path.Combine(root, Path));
        int first = text.IndexOf(First, StringComparison.Ordinal);
        int last = text.IndexOf(Last, StringComparison.Ordinal);
        if (first < 0 || last < first)
        {
            throw new InvalidOperationException($"{Path} has no place for the operations");
        }

        int begin = text.IndexOf('\n', first) + 1;
        int end = text.LastIndexOf('\n', last) + 1;
        StringBuilder made = new();
        foreach (OperationDescription operation in Described)
        {
            Write(made, operation);
        }

        return $"{text[..begin]}{made}{text[end..]}";
    }

    protected abstract void Write(StringBuilder text, OperationDescription operation);
}

/// <summary>The functions of the C header.</summary>
sealed class CWrappers(string root) : OperationWrappers(root)
{
    const int Width = 120;

    public override string Path => "native/include/pulse_native.h";

    protected override void Write(StringBuilder text, OperationDescription operation)
    {
        string[] files = operation.Files switch
        {
            OperationFiles.One => ["const pulse_file *file"],
            OperationFiles.Many => ["const pulse_file *files", "size_t file_count"],
            _ => [],
        };
        string about = operation.Files switch
        {
            OperationFiles.One => "  `file` is NULL where the request says which document.",
            OperationFiles.Many => "  `files` is an array of `file_count` documents, NULL and 0 for none; all with the same struct_size.",
            _ => "",
        };
        string summary = $"{operation.Label}: {char.ToLowerInvariant(operation.Summary[0])}{operation.Summary[1..]}";
        Wrap(text, $"/* {summary}{about}{(operation.Job == OperationJob.Always ? "  Always a submission." : "")} */", 80, " * ");
        string start = $"PULSE_API pulse_code pulse_{operation.Name}(";
        string[] parameters = ["pulse_client *client", "const char *request_json", "size_t request_size", .. files, "pulse_response **out", "pulse_error **error"];
        text.Append(start);
        int length = start.Length;
        for (int i = 0; i < parameters.Length; i++)
        {
            string parameter = $"{parameters[i]}{(i == parameters.Length - 1 ? ");" : ",")}";
            if (i > 0 && length + 1 + parameter.Length > Width)
            {
                text.Append('\n').Append(' ', start.Length);
                length = start.Length;
            }
            else if (i > 0)
            {
                text.Append(' ');
                length++;
            }

            text.Append(parameter);
            length += parameter.Length;
        }

        text.Append('\n');
    }

    static void Wrap(StringBuilder text, string words, int width, string indent)
    {
        int length = 0;
        foreach (string word in words.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > width)
            {
                text.Append('\n').Append(indent).Append(word);
                length = indent.Length + word.Length;
            }
            else
            {
                text.Append(length > 0 ? " " : "").Append(word);
                length += word.Length + 1;
            }
        }

        text.Append('\n');
    }
}

/// <summary>The methods of the C++ client.</summary>
sealed class CppWrappers(string root) : OperationWrappers(root)
{
    public override string Path => "bindings/cpp/pulse_native.hpp";

    protected override void Write(StringBuilder text, OperationDescription operation)
    {
        string name = operation.Name;
        text.Append($"    response {name}(std::string_view request_json) const {{ return call(\"{name}\", request_json); }}\n");
        text.Append(operation.Files switch
        {
            OperationFiles.One => $"    response {name}(const file &document, std::string_view request_json = {{}}) const {{ return call(\"{name}\", request_json, {{document}}); }}\n",
            OperationFiles.Many => $"    response {name}(const std::vector<file> &files, std::string_view request_json) const {{ return call(\"{name}\", request_json, files); }}\n",
            _ => "",
        });
    }
}
