using Pulse.Header;

namespace Pulse.Generate;

/// <summary>Writes what follows from the header and from the client's models and endpoints.</summary>
static class Program
{
    internal static IGenerator[] Generators(string root)
    {
        CHeader header = HeaderParser.Parse(File.ReadAllText(Path.Combine(root, "native", "include", "pulse_native.h")));
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
            new DocsOperations(model, header),
        ];
    }

    internal static int Main(string[] args) => Generation.Run(args, Generators);
}
