using Pulse.Client.Endpoints;

namespace Pulse.Generate.Tests;

public class PythonModelTests
{
    readonly PythonModel _model = new();

    [Fact]
    public void Classes_have_names_of_their_own_and_come_after_what_they_need()
    {
        foreach (IReadOnlyList<PythonClass> classes in (IReadOnlyList<PythonClass>[])[_model.Results, _model.Requests])
        {
            HashSet<string> seen = [];
            foreach (PythonClass one in classes)
            {
                Assert.All(one.Fields, field => Assert.True(classes.All(other => seen.Contains(other.Name) || !field.Kind.Contains($"{other.Name}]", StringComparison.Ordinal) || field.Kind == "None"), $"{one.Name}.{field.Name}"));
                Assert.True(one.Base is null || seen.Contains(one.Base), one.Name);
                Assert.True(seen.Add(one.Name), one.Name);
                Assert.Equal(one.Fields.Count, one.Fields.Select(field => field.Name).Distinct().Count());
                Assert.All(one.Fields, field => Assert.NotEmpty(field.Docs));
            }
        }

        Assert.Empty(_model.Results.Select(one => one.Name).Intersect(_model.Requests.Select(one => one.Name)));
    }

    [Fact]
    public void Fields_that_lie_deeper_make_a_class()
    {
        PythonClass pipeline = _model.Results.Single(one => one.Name == "PipelineExecuteResponse");
        Assert.Equal("PipelineResults", pipeline.Fields.Single(field => field.Name == "results").Type);
        Assert.Equal("Extraction", _model.Results.Single(one => one.Name == "PipelineResults").Fields.Single(field => field.Name == "extract").Type);
        Assert.DoesNotContain(_model.Results.Single(one => one.Name == "SplitResponse").Fields, field => field.Name == "splits");
    }

    [Fact]
    public void One_class_for_all_that_the_json_decides()
    {
        PythonClass schema = _model.Results.Single(one => one.Name == "SchemaResponse");
        Assert.Equal([("SingleSchemaResponse", "schema_output"), ("SplitSchemaResponse", "results")], schema.Variants);
        Assert.Contains(schema.Fields, field => field.Name == "errors");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_operation_with_a_request_has_a_method(bool isAsync)
    {
        string text = new PythonOperations(_model, isAsync, isStub: false).Generate();
        string stub = new PythonOperations(_model, isAsync, isStub: true).Generate();
        foreach (OperationDescription operation in Operations.All.Where(operation => operation.RequestType is not null || operation.IsDownload))
        {
            Assert.Contains($"{(isAsync ? "    async def" : "    def")} {operation.Method}(\n", text, StringComparison.Ordinal);
            int forms = operation.IsDownload ? 2 : operation.Job == OperationJob.OnRequest ? 3 : 1;
            Assert.True(stub.Split($" {operation.Method}(\n").Length > forms, operation.Method);
            Assert.Contains($"named(\"{operation.Name}\", request", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_documentation_has_every_operation()
    {
        string text = new DocsOperations(_model, Pulse.Header.HeaderParser.Parse("#define PULSE_OK 0")).Generate();
        Assert.All(Operations.All, operation => Assert.True(text.Split($"| `{operation.Name}` |").Length >= 3, operation.Name));
    }
}
