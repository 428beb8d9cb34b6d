using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Pulse.Native.Generators;

namespace Pulse.Generate.Tests;

/// <summary>The frames that Pulse.Native.Generators writes, and what it refuses.</summary>
public class NativeExportTests
{
    const string Types = """
        typedef int32_t pulse_code;
        typedef struct pulse_client pulse_client;
        typedef struct pulse_job pulse_job;
        typedef struct pulse_response pulse_response;
        typedef struct pulse_error pulse_error;
        typedef struct pulse_str { const char *data; size_t size; } pulse_str;
        typedef struct pulse_file { size_t struct_size; const char *path; } pulse_file;
        typedef struct pulse_stats { size_t struct_size; int64_t requests; } pulse_stats;

        """;

    const string Code = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        namespace Pulse.Native.Objects
        {
            class NativeHandleAttribute(string handle) : Attribute { public string Handle => handle; }
            class Job;
            [NativeHandle("pulse_client")] class Client;
            [NativeHandle("pulse_job")] class JobObject
            {
                public static implicit operator Job(JobObject holder) => new();
                public static implicit operator JobObject(Job job) => new();
            }
            [NativeHandle("pulse_response")] class Response;
            [NativeHandle("pulse_error")] class Error;
        }
        namespace Pulse.Native.Interop
        {
            class BorrowedFile;
            class BorrowedFiles;
            struct PulseStr;
            struct Stats;
            unsafe ref struct StructArray<T>(T* first, nuint room, nuint* count, int smallest);
        }
        namespace Pulse.Native.Exports
        {
            using Pulse.Native.Interop;
            using Pulse.Native.Objects;
            enum PulseErrorCode { Ok }
            enum Kind { None }
            class NativeExportAttribute(string function) : Attribute
            {
                public string Function => function;
                public int Cleared { get; init; }
                public int SmallestStruct { get; init; }
            }
            class CopiedAttribute : Attribute;
            record struct Delivery<T>(T Value);
            static class Exports
            {
                METHODS
            }
        }
        """;

    const string JobText = "PULSE_API pulse_code pulse_job_text(const pulse_job *job, pulse_str *out, pulse_error **error);";

    static CSharpCompilation Compile(string methods) => CSharpCompilation.Create(
        "exports",
        [CSharpSyntaxTree.ParseText("#nullable enable\n" + Code.Replace("METHODS", methods, StringComparison.Ordinal), path: "Exports.cs")],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    static GeneratorDriver Driver(string header) => CSharpGeneratorDriver.Create(
        [new NativeExportGenerator().AsSourceGenerator()],
        [new Header(Types + header)],
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    static (string Frames, ImmutableArray<Diagnostic> Refused) Run(string header, string methods)
    {
        CSharpCompilation compilation = Compile(methods);
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        GeneratorDriverRunResult result = Driver(header).RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult();
        Assert.Null(result.Results[0].Exception);
        return (string.Concat(result.GeneratedTrees.Select(tree => tree.ToString())), result.Diagnostics);
    }

    [Theory]
    // A text is the object's, which keeps it.
    [InlineData(JobText, "[NativeExport(\"pulse_job_text\")] internal static string? Text(Job job) => null;",
        "EntryPoint = \"managed_job_text\"|static int pulse_job_text(nint c_job, PulseStr* c_out, nint* c_error)|Export.Clear(c_error);|Export.RequireOut(c_out, PulseStr.Empty);|HandleTable.Get<global::Pulse.Native.Objects.JobObject>(c_job, \"job\")|*c_out = job.Strings.Get(\"pulse_job_text\", result_);|return Export.Fail(exception_, c_error);")]
    [InlineData(JobText, "[NativeExport(\"pulse_job_text\")] internal static PulseStr Text(JobObject job) => default;", "*c_out = result_;")]
    [InlineData("PULSE_API pulse_code pulse_get(pulse_client *client, const char *job_id, pulse_job **out, pulse_error **error);",
        "[NativeExport(\"pulse_get\")] internal static Task<Job> Get(Client client, string jobId, CancellationToken stop) => null!;",
        "Read.Text(c_job_id, \"job_id\")|using (SynchronousHandler.Enter())|using CallScope scope_ = client.Enter(null);|Exports.Get(client, jobId, scope_.Token)|scope_.Await(task_)|HandleTable.Add((global::Pulse.Native.Objects.JobObject)result_)")]
    [InlineData("PULSE_API pulse_code pulse_get(pulse_client *client, const char *path, pulse_job **out, pulse_error **error);",
        "[NativeExport(\"pulse_get\")] internal static Delivery<JobObject?> Get(Client client, string? path) => default;",
        "Read.OptionalText(c_path, \"path\")|if (result_ is not null) *c_out|return Export.Conclude(delivery_.Code, delivery_.Failure, c_error);")]
    [InlineData("PULSE_API pulse_code pulse_find(const pulse_job *job, const char *json_pointer, int32_t *kind, int64_t *out, pulse_error **error);",
        "[NativeExport(\"pulse_find\")] internal static long Find(Job job, byte[] jsonPointer, out Kind kind) { kind = default; return 1; }",
        "Export.RequireOut(c_out);|Export.RequireOut(c_kind);|Read.Utf8(c_json_pointer, \"json_pointer\")|out var kind|*c_kind = (int)kind;")]
    [InlineData("PULSE_API pulse_code pulse_keep(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, int64_t wait_ms, pulse_error **error);",
        "[NativeExport(\"pulse_keep\")] internal static void Keep(Client client, ReadOnlyMemory<byte> requestJson, [Copied] BorrowedFile file, TimeSpan? wait) { }",
        "Read.Bytes(c_request_json, c_request_size, \"request_json\")|new BorrowedFile(c_file, copy: true)|Read.Duration(c_wait_ms, \"wait_ms\")|file.Dispose();")]
    [InlineData("PULSE_API pulse_code pulse_like(pulse_client *client, pulse_job *job, pulse_error **error);",
        "[NativeExport(\"pulse_like\")] internal static void Like(Client client, JobObject? job) { }", "HandleTable.GetOrNull<global::Pulse.Native.Objects.JobObject>(c_job, \"job\")")]
    [InlineData("PULSE_API pulse_code pulse_count(pulse_client *client, pulse_stats *out, pulse_error **error);",
        "[NativeExport(\"pulse_count\", SmallestStruct = 16)] internal static Stats Count(Client client) => default;",
        "Export.RequireStruct(c_out, 16)|Export.Fill(c_out, size_, result_);")]
    // Structs that are filled one after another are the method's parameter; a code of its own is no error.
    [InlineData("PULSE_API pulse_code pulse_count_many(pulse_client *client, pulse_stats *out, size_t capacity, size_t *count, pulse_error **error);",
        "[NativeExport(\"pulse_count_many\", SmallestStruct = 16)] internal static PulseErrorCode Count(Client client, StructArray<Stats> @out) => default;",
        "Export.RequireOut(c_count);|new StructArray<Stats>(c_out, c_capacity, c_count, 16)|var result_ = global::Pulse.Native.Exports.Exports.Count(client, @out);|return (int)result_;")]
    [InlineData("PULSE_API pulse_code pulse_error_toy(const pulse_error *failure, int32_t *out);",
        "[NativeExport(\"pulse_error_toy\", Cleared = -1)] internal static bool Toy(Error failure) => true;",
        "Export.RequireOut(c_out, -1);|result_ ? 1 : 0|return Export.Fail(exception_, null);")]
    [InlineData("PULSE_API pulse_code pulse_error_code(const pulse_error *failure);",
        "[NativeExport(\"pulse_error_code\")] internal static PulseErrorCode Code(Error failure) => default;", "return (int)result_;")]
    [InlineData("PULSE_API void pulse_job_free(pulse_job *job);", "", "static void pulse_job_free(nint c_job)|Export.Free<global::Pulse.Native.Objects.JobObject>(c_job);")]
    // An operation without a method is pulse_call() with its name.
    [InlineData("""
        PULSE_API pulse_code pulse_call(pulse_client *client, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, pulse_response **out, pulse_error **error);
        PULSE_API pulse_code pulse_split(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error);
        """, "[NativeExport(\"pulse_call\")] internal static Task<Response> Call(Client client, string operation, ReadOnlyMemory<byte> requestJson, BorrowedFiles files, CancellationToken stop) => null!;",
        "EntryPoint = \"managed_split\"|client.Enter(files.Caller)|c_file is null ? 0u : 1u|Exports.Call(client, \"split\", requestJson, files, scope_.Token)")]
    public void An_export_gets_its_frame(string header, string methods, string expected)
    {
        (string frames, ImmutableArray<Diagnostic> refused) = Run(header, methods);
        Assert.Empty(refused);
        Assert.All(expected.Split('|'), part => Assert.Contains(part, frames, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("internal static string? Text(Client job)", "'const pulse_job *job' is 'JobObject job' or 'Job job' or 'JobObject? job', not 'Client job'")]
    [InlineData("internal static string? Text(Job other)", "not 'Job other'")]
    [InlineData("internal static string? Text()", "'const pulse_job *job' has no parameter; it is 'JobObject job' or 'Job job' or 'JobObject? job'")]
    [InlineData("internal static string? Text(Job job, int more)", "the function has nothing for 'int more'")]
    [InlineData("internal static long Text(Job job)", "'pulse_str *out' is what the method returns: string or string? or ReadOnlyMemory<byte> or PulseStr, not long")]
    [InlineData("internal static void Text(Job job)", "not void")]
    [InlineData("internal static string? Text(Job job, out int @out)", "'pulse_str *out' is 'out int out'")]
    [InlineData("internal static string? Text([Copied] Job job)", "[Copied] is for documents")]
    [InlineData("static string? Text(Job job)", "the method must be internal, static and not generic")]
    [InlineData("internal static string? Text<T>(Job job)", "the method must be internal, static and not generic")]
    public void A_method_that_does_not_fit_is_refused(string method, string expected)
    {
        (string frames, ImmutableArray<Diagnostic> refused) = Run(JobText, $"[NativeExport(\"pulse_job_text\")] {method} => throw new Exception();");
        Diagnostic only = Assert.Single(refused);
        Assert.Equal("PULSE004", only.Id);
        Assert.Equal(DiagnosticSeverity.Error, only.Severity);
        Assert.StartsWith("pulse_job_text: ", only.GetMessage(), StringComparison.Ordinal);
        Assert.Contains(expected, only.GetMessage(), StringComparison.Ordinal);
        Assert.Equal("Exports.cs", only.Location.GetLineSpan().Path);
        Assert.DoesNotContain("pulse_job_text", frames, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PULSE_API void pulse_job_free(pulse_job *job);", "[NativeExport(\"pulse_job_free\")] internal static void Free(Job job) { }", "PULSE004", "needs no method")]
    [InlineData("PULSE_API pulse_code pulse_two(const pulse_job *job, int32_t *a, int64_t *b, pulse_error **error);", "[NativeExport(\"pulse_two\")] internal static int Two(Job job) => 1;", "PULSE004", "needs an out parameter")]
    [InlineData("PULSE_API pulse_code pulse_get(pulse_client *client, pulse_job **out, pulse_error **error);", "[NativeExport(\"pulse_get\")] internal static Task<Job> Get(Client client) => null!;", "PULSE004", "ends with 'CancellationToken stop'")]
    [InlineData("PULSE_API pulse_code pulse_get(const pulse_job *job, pulse_job **out, pulse_error **error);", "[NativeExport(\"pulse_get\")] internal static Task<Job> Get(Job job, CancellationToken stop) => null!;", "PULSE004", "is a call of a client")]
    [InlineData("", "[NativeExport(\"pulse_none\")] internal static int None() => 1;", "PULSE002", "'pulse_none'")]
    [InlineData("PULSE_API int32_t pulse_abi_version(void);", "[NativeExport(\"pulse_abi_version\")] internal static int Version() => 1;", "PULSE002", "'pulse_abi_version'")]
    [InlineData(JobText, "[NativeExport(\"pulse_job_text\")] internal static string A(Job job) => \"\"; [NativeExport(\"pulse_job_text\")] internal static string B(Job job) => \"\";", "PULSE003", "pulse_job_text")]
    [InlineData("PULSE_API missing pulse_x(void);", "", "PULSE001", "the type missing is not known")]
    public void The_rest_is_refused_too(string header, string methods, string id, string expected)
    {
        Diagnostic only = Assert.Single(Run(header, methods).Refused);
        Assert.Equal(id, only.Id);
        Assert.Contains(expected, only.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_nobody_exports_is_refused_at_its_line()
    {
        Diagnostic only = Assert.Single(Run(JobText, "").Refused);
        Assert.Equal("PULSE005", only.Id);
        FileLinePositionSpan place = only.Location.GetLineSpan();
        Assert.Equal("pulse_native.h", place.Path);
        Assert.Equal(Types.Count(character => character == '\n'), place.StartLinePosition.Line);
    }

    [Fact]
    public void Nothing_is_written_again_for_a_change_elsewhere()
    {
        const string method = "[NativeExport(\"pulse_job_text\")] internal static string? Text(Job job) => ";
        GeneratorDriver driver = Driver(JobText).RunGenerators(Compile(method + "null;"), TestContext.Current.CancellationToken);
        driver = driver.RunGenerators(Compile(method + "\"x\";"), TestContext.Current.CancellationToken);
        Assert.All(driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    sealed class Header(string text) : AdditionalText
    {
        public override string Path => "pulse_native.h";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
