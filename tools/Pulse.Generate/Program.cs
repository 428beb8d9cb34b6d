using Pulse.Header;

namespace Pulse.Generate;

/// <summary>Writes the generated files of the tree, or with --check says which are not fresh.</summary>
static class Program
{
    internal static IGenerator[] Generators(string root)
    {
        // The rest is made from the header as it will be.
        CWrappers functions = new(root);
        CHeader header = HeaderParser.Parse(functions.Generate());
        PythonModel model = new();
        return
        [
            new PythonDeclarations(header),
            new CSharpStructs(header),
            new ShimForwards(header),
            new VersionScript(header),
            new AbiStub(header),
            new MisuseTable(header),
            new PythonModels(model),
            new PythonRequests(model),
            new PythonOperations(model, isAsync: false),
            new PythonOperations(model, isAsync: true),
            .. PythonTypes.All(model),
            new DocsOperations(model, header),
            functions,
            new CppWrappers(root),
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
