using System.Collections;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;
using Pulse.Client.Tests.Reliability;

namespace Pulse.Client.Tests.Endpoints;

/// <summary>The contract vectors over a real socket: the request as the wire shows it, and the response read by its type. C and Python read the same vectors.</summary>
public sealed class ContractTests
{
    static readonly JsonElement s_contract = JsonElement.Parse(File.ReadAllText(Path.Combine(Root(), "tests", "vectors", "contract.json")));

    static readonly Dictionary<string, Func<RawResult, object>> s_types = new()
    {
        [nameof(ExtractionResult)] = Typed<ExtractionResult>,
        [nameof(SplitResult)] = Typed<SplitResult>,
        [nameof(SchemaResult)] = Typed<SchemaResult>,
        [nameof(TablesResult)] = Typed<TablesResult>,
        [nameof(PipelineResult)] = Typed<PipelineResult>,
        [nameof(FormResult)] = Typed<FormResult>,
    };

    public static TheoryData<string> Names => [.. s_contract.GetProperty("vectors").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Vector(string name)
    {
        JsonElement vector = s_contract.GetProperty("vectors").EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);
        JsonElement expect = vector.GetProperty("expect");
        await using FaultServer server = new((stream, _, _, token) => AnswerAsync(stream, vector.GetProperty("response"), token));
        using PulseClient client = NewClient(server);
        using OperationAnswer answer = await Prepare(vector).RunAsync(client, TestContext.Current.CancellationToken);
        CheckWire(vector.GetProperty("wire"), Assert.Single(server.Requests));
        Assert.Equal(expect.GetProperty("kind").GetString(), answer.Kind.ToString(), ignoreCase: true);
        Assert.Equal(Text(expect, "job_id"), answer.JobId);
        if (answer.File is { } file)
        {
            Assert.Equal((Text(expect, "text"), Text(expect, "media_type")), (Encoding.UTF8.GetString(file.Content.Span), file.MediaType));
        }

        foreach (JsonProperty value in Members(expect, "values"))
        {
            Assert.True(answer.Body!.TryFind(value.Name, out JsonElement found), value.Name);
            Assert.True(JsonElement.DeepEquals(value.Value, found), $"{value.Name} is {found.GetRawText()}");
        }

        if (vector.TryGetProperty("typed", out JsonElement typed))
        {
            object result = s_types[Text(typed, "type")!](answer.Body!);
            foreach (JsonProperty value in Members(typed, "values"))
            {
                Assert.Equal(value.Value.ToString(), Convert.ToString(Follow(result, value.Name), CultureInfo.InvariantCulture));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Errors(string name)
    {
        JsonElement vector = s_contract.GetProperty("vectors").EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);
        foreach (JsonElement error in s_contract.GetProperty("errors").EnumerateArray())
        {
            await using FaultServer server = new((stream, _, _, token) => AnswerAsync(stream, error, token));
            using PulseClient client = NewClient(server);
            PulseApiException exception = await Assert.ThrowsAnyAsync<PulseApiException>(() => Prepare(vector).RunAsync(client, TestContext.Current.CancellationToken));
            JsonElement expect = error.GetProperty("expect");
            Assert.Equal(
                (Text(expect, "code"), error.GetProperty("status").GetInt32(), Text(expect, "api_code")),
                (exception.Code.ToString(), exception.HttpStatus, exception.ApiCode ?? ""));
            Assert.Contains(Text(expect, "message")!, exception.Message, StringComparison.Ordinal);
            CheckWire(vector.GetProperty("wire"), Assert.Single(server.Requests));
        }
    }

    static PulseClient NewClient(FaultServer server) => new(new PulseClientOptions { ApiKey = "contract-key", BaseUrl = server.Url, MaxRetries = 0 });

    static PreparedOperation Prepare(JsonElement vector) => Operations.Prepare(
        Text(vector, "operation")!,
        Encoding.UTF8.GetBytes(vector.GetProperty("request").GetRawText()),
        [.. Items(vector, "files").Select(file => PulseFile.FromBytes(Encoding.UTF8.GetBytes(Text(file, "text")!), Text(file, "name")!))]);

    static async Task AnswerAsync(NetworkStream stream, JsonElement answer, CancellationToken token)
    {
        byte[] body = Encoding.UTF8.GetBytes(answer.TryGetProperty("json", out JsonElement json) ? json.GetRawText() : Text(answer, "text")!);
        string head = $"HTTP/1.1 {answer.GetProperty("status").GetInt32()} Because\r\nContent-Type: {Text(answer, "media_type") ?? "application/json"}\r\nContent-Length: {body.Length}\r\n\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], token);
    }

    static void CheckWire(JsonElement wire, Received request)
    {
        Assert.Equal((Text(wire, "method"), Text(wire, "path")), (request.Method, request.Path));
        Assert.Contains("x-api-key: contract-key", request.Head, StringComparison.OrdinalIgnoreCase);
        if (wire.TryGetProperty("json", out JsonElement json))
        {
            Assert.Contains("content-type: application/json", request.Head, StringComparison.OrdinalIgnoreCase);
            var sent = JsonElement.Parse(request.Body);
            Assert.True(JsonElement.DeepEquals(json, sent), sent.GetRawText());
            Assert.Equal(Members(json, "steps").Select(step => step.Name), Members(sent, "steps").Select(step => step.Name));
        }
        else if (!wire.TryGetProperty("form", out _))
        {
            Assert.Empty(request.Body);
        }
        else
        {
            // Parts are checked one by one in the other languages; here, that each stands in the form.
            string form = Encoding.UTF8.GetString(request.Body);
            foreach (JsonProperty field in Members(wire, "form"))
            {
                string part = form[form.IndexOf($"name=\"{field.Name}\"", StringComparison.Ordinal)..];
                part = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..part.IndexOf("\r\n--", StringComparison.Ordinal)];
                Assert.True(field.Value.ValueKind == JsonValueKind.String ? part == field.Value.GetString() : JsonElement.DeepEquals(field.Value, JsonElement.Parse(part)), part);
            }

            Assert.Equal(Members(wire, "form").Count() + Items(wire, "files").Count(), form.Split("Content-Disposition: form-data").Length - 1);
        }
    }

    static T Typed<T>(RawResult body)
        where T : PulseResult, IPulseResult<T> => T.Create(body, null);

    /// <summary>Follows names of properties, keys and indexes.</summary>
    static object? Follow(object? value, string path)
    {
        foreach (string step in path.Split('/'))
        {
            value = value switch
            {
                null => null,
                IList list => list[int.Parse(step, CultureInfo.InvariantCulture)],
                IDictionary dictionary => dictionary[step],
                _ => value.GetType().GetProperty(step, BindingFlags.Public | BindingFlags.Instance) is { } property
                    ? property.GetValue(value)
                    : throw new InvalidOperationException($"{value.GetType().Name} has no {step}"),
            };
        }

        return value;
    }

    static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    static IEnumerable<JsonElement> Items(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.EnumerateArray() : [];

    static IEnumerable<JsonProperty> Members(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.EnumerateObject() : [];

    static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pulse.Native.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
