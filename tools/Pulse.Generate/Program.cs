using Pulse.Header;

namespace Pulse.Generate;

/// <summary>Writes what follows from the header and from the client's models and endpoints.</summary>
static class Program
{
    internal static IGenerator[] Generators(string root)
    {
        // The rest is made from the header as it will be.
        FileWithRegions functions = new(root, "native/include/pulse_native.h", ("operations", OperationWrappers.CFunctions));
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
            new PythonOperations(model, isAsync: false, isStub: false),
            new PythonOperations(model, isAsync: false, isStub: true),
            new PythonOperations(model, isAsync: true, isStub: false),
            new PythonOperations(model, isAsync: true, isStub: true),
            .. PythonTypes.All(model),
            new DocsOperations(model, header),
            new ViewerPage(),
            functions,
            new FileWithRegions(root, "bindings/cpp/pulse_native.hpp", ("operations", OperationWrappers.CppMethods)),
        ];
    }

    internal static int Main(string[] args) => Generation.Run(args, Generators);
}
