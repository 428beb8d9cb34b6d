using Pulse.Generate.Options;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>Writes the generated files of the tree, or with --check says which are not fresh.</summary>
static class Program
{
    internal static IGenerator[] Generators(string root)
    {
        const string headerPath = "native/include/pulse_native.h";
        FileWithRegions headerFile = new(
            root,
            headerPath,
            ("codes", Codes.HeaderConstants),
            ("client flags", NativeOptions.HeaderFlags),
            ("client options", () => NativeOptions.HeaderMembers(ClientOptionList.All)),
            ("wait options", () => NativeOptions.HeaderMembers(WaitOptionList.All)));
        CHeader header = HeaderParser.Parse(headerFile.Generate());
        return
        [
            headerFile,
            new PythonDeclarations(header),
            new CSharpStructs(header),
            new ShimForwards(header),
            new VersionScript(header),
            new AbiStub(header),
            new MisuseTable(header),
            new DotNetOptions.ClientProperties(),
            new DotNetOptions.Settings(),
            new DotNetOptions.WaitProperties(),
            new DotNetOptions.Section(),
            new NativeOptions.Conversions(),
            new FileWithRegions(
                root,
                "bindings/cpp/pulse_native.hpp",
                ("client options", () => NativeOptions.CppMembers(ClientOptionList.All)),
                ("wait options", () => NativeOptions.CppMembers(WaitOptionList.All)),
                ("copy of client options", () => NativeOptions.CppCopy(ClientOptionList.All, "options", "c")),
                ("copy of wait options", () => NativeOptions.CppCopy(WaitOptionList.All, "given", "options_"))),
            new Codes.DotNet(),
            new FileWithRegions(root, "bindings/python/pulse_native/_errors.py", ("codes", Codes.PythonClasses)),
            new FileWithRegions(root, "docs/errors.md", ("codes", Codes.Table)),
            new PythonOptions(),
            new CliOptions(),
            new FileWithRegions(
                root,
                "docs/options.md",
                ("client options", () => OptionTable.Of(ClientOptionList.All, hasFlags: true)),
                ("wait options", () => OptionTable.Of(WaitOptionList.All, hasFlags: false))),
        ];
    }

    internal static int Main(string[] args)
    {
        bool check = args is ["--check", _];
        if (args.Length != (check ? 2 : 1))
        {
            Console.Error.WriteLine("usage: Pulse.Generate [--check] ROOT");
            return 2;
        }
        string root = args[^1];
        int stale = 0;
        try
        {
            foreach (IGenerator generator in Generators(root))
            {
                string path = Path.Combine(root, generator.Path);
                string text = generator.Generate();
                if (File.Exists(path) && File.ReadAllText(path) == text)
                {
                    continue;
                }
                stale++;
                Console.WriteLine($"{generator.Path}: {(check ? "not fresh; run make generate" : "written")}");
                if (!check)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, text);
                }
            }
        }
        catch (HeaderException e)
        {
            Console.Error.WriteLine($"pulse_native.h: {e.Message}");
            return 1;
        }
        return check && stale > 0 ? 1 : 0;
    }
}
