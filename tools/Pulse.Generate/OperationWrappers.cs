using System.Text;
using Pulse.Client.Endpoints;

namespace Pulse.Generate;

/// <summary>A function for each operation with a request, in C and in C++.</summary>
static class OperationWrappers
{
    const int Width = 120;

    /// <summary>Extract has functions by hand, as it does more.</summary>
    static IEnumerable<OperationDescription> Described =>
        Operations.All.Where(static operation => operation.RequestType is not null && operation.Work != ServiceEndpoints.Extract.Work);

    /// <summary>The functions of the C header.</summary>
    internal static string CFunctions() => All(WriteFunction);

    /// <summary>The methods of the C++ client.</summary>
    internal static string CppMethods() => All(WriteMethod);

    static string All(Action<StringBuilder, OperationDescription> write)
    {
        StringBuilder text = new();
        foreach (OperationDescription operation in Described)
        {
            write(text, operation);
        }

        return text.ToString();
    }

    static void WriteFunction(StringBuilder text, OperationDescription operation)
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

    static void WriteMethod(StringBuilder text, OperationDescription operation)
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
