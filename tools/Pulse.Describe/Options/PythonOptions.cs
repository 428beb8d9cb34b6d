using System.Text;
using Pulse.Header;

namespace Pulse.Generate.Options;

/// <summary>The options of a client in Python: the constructor of both clients, and the C form.</summary>
sealed class PythonOptions : IGenerator
{
    public string Path => "bindings/python/pulse_native/_options.py";

    public string Generate()
    {
        OptionDescription[] options = [.. ClientOptionList.All.Where(option => option.Kind != OptionKind.OnlyC && option.PythonName.Length > 0)];
        var text = new StringBuilder("""
            # Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
            """);
        text.Append("\n\"\"\"The options of a client.\"\"\"\n\nfrom __future__ import annotations\n\nimport ctypes\n\nfrom . import _annotations as t, _ffi, _option_values\nfrom ._library import LIBRARY\n\n\n");
        text.Append("class Configured:\n    \"\"\"What has the options of a client.\"\"\"\n\n    def __init__(\n        self,\n");
        foreach (OptionDescription option in options)
        {
            text.Append($"        {option.PythonName}: {Parameter(option)},\n");
            text.Append(option.Name switch
            {
                "ApiKey" => "        *,\n",
                "BaseUrl" => "        environment: t.Optional[t.PulseEnvironment] = None,\n",
                _ => "",
            });
        }

        text.Append("        follow_redirects: t.Optional[bool] = True,\n        httpx_client: t.Any = None,\n        logging: t.Any = None,\n    ) -> None:\n        \"\"\"\n");
        foreach (OptionDescription option in options)
        {
            Document(text, option);
            if (option.Name == "BaseUrl")
            {
                text.Append("        :param environment: a PulseEnvironment, when there is no ``base_url``\n");
            }
        }

        text.Append("        :param follow_redirects, httpx_client: of the official SDK; what differs from the default raises PulseUnsupportedError\n        :param logging: of the official SDK; without effect, as there\n        \"\"\"\n");
        text.Append("        _option_values.refuse(follow_redirects, httpx_client)\n        self._use(\n            {\n");
        foreach (OptionDescription option in options)
        {
            string value = option.Name switch
            {
                "BaseUrl" => "_option_values.url_of(base_url, environment)",
                "Headers" => "_option_values.secret_headers(headers)",
                _ when option.IsSecret => $"_option_values.secret({option.PythonName}, \"{option.PythonName}\")",
                _ when option.Kind == OptionKind.Path => $"_option_values.path({option.PythonName})",
                _ => option.PythonName,
            };
            text.Append($"                \"{option.PythonName}\": {value},\n");
        }

        text.Append("            }\n        )\n\n    def _use(self, settings: t.Dict[str, t.Any]) -> None:\n        raise NotImplementedError\n\n\n");
        text.Append("def native_options(settings: t.Dict[str, t.Any]) -> _ffi.ClientOptions:\n    \"\"\"The C form of the options.\n\n    What can be wrong with one is looked at here as far as that needs no library: using that one would mean that a later\n    fork is one too many.\n    \"\"\"\n");
        text.Append("    options = _ffi.ClientOptions()\n    LIBRARY.pulse_client_options_init(ctypes.byref(options), ctypes.sizeof(options))\n");
        foreach (OptionDescription option in options.Where(option => !option.IsFlag))
        {
            string value = $"settings[\"{option.PythonName}\"], \"{option.PythonName}\"";
            text.Append(option.Kind switch
            {
                OptionKind.Headers => "    _option_values.set_headers(options, settings[\"headers\"])\n",
                OptionKind.Duration => $"    options.{option.CName} = _option_values.milliseconds({value})\n",
                OptionKind.Count or OptionKind.Size when option.Zero is not null => $"    options.{option.CName} = _option_values.count_or_zero({value}, _ffi.{Names.WithoutPrefix(option.Zero)})\n",
                OptionKind.Count or OptionKind.Size => $"    options.{option.CName} = _option_values.count({value})\n",
                OptionKind.Number => $"    options.{option.CName} = _option_values.number({value})\n",
                OptionKind.HeaderText => $"    options.{option.CName} = _option_values.header_text({value})\n",
                OptionKind.Path => $"    options.{option.CName} = _option_values.path_bytes({value})\n",
                OptionKind.Url => $"    options.{option.CName} = _option_values.url({value})\n",
                _ => $"    options.{option.CName} = _option_values.text({value})\n",
            });
        }

        OptionDescription[] flags = [.. options.Where(option => option.IsFlag)];
        text.Append("    options.flags = (\n        ");
        text.AppendJoin("\n        | ", flags.Select(option => option.Inverted
            ? $"(0 if settings[\"{option.PythonName}\"] else _ffi.{Names.WithoutPrefix(option.CName)})"
            : $"(_ffi.{Names.WithoutPrefix(option.CName)} if settings[\"{option.PythonName}\"] else 0)"));
        text.Append("\n    )\n    return options\n\n\n#: Names in the library's messages, which are those of C, in Python's form.\nNAMES = {\n");
        foreach (OptionDescription option in ClientOptionList.All.Concat(WaitOptionList.All).Where(option => option.Kind != OptionKind.OnlyC && option.PythonName.Length > 0).DistinctBy(option => option.CName))
        {
            text.Append(option.IsFlag ? $"    \"{option.CName}\": \"{option.PythonName}={(option.Inverted ? "False" : "True")}\",\n" : $"    \"options.{option.CName}\": \"{option.PythonName}\",\n");
        }

        return text.Append("}\n").ToString();
    }

    static string Parameter(OptionDescription option) => option.PythonType is { } type ? $"t.Optional[{type}] = None" : option.Kind switch
    {
        OptionKind.Switch => $"bool = {(option.Default == "true" ? "True" : "False")}",
        OptionKind.Duration or OptionKind.Number => "t.Optional[float] = None",
        OptionKind.Count or OptionKind.Size => "t.Optional[int] = None",
        OptionKind.Path => "t.Optional[t.StrPath] = None",
        OptionKind.Headers => "t.Optional[t.Dict[str, str]] = None",
        _ => "t.Optional[str] = None",
    };

    static void Document(StringBuilder text, OptionDescription option)
    {
        string unit = option.Kind == OptionKind.Duration ? " In seconds." : "";
        string note = option.PythonNote is { } more ? " " + OptionDescription.Render(more, Reference, Code) : "";
        string @default = option.Kind == OptionKind.Switch ? option.Default == "true" ? "True" : "False" : option.DefaultWords(Reference, Code);
        string sentence = $":param {option.PythonName}: {option.Words(Reference, Code)}{note}{unit} Default: {@default}.";
        text.Append("        " + string.Join("\n            ", OptionDescription.Wrap(sentence, 108)) + "\n");
    }

    static string Reference(string name) => Code(ClientOptionList.All.First(option => option.Name == name).PythonName);

    static string Code(string text) => $"``{text}``";
}
