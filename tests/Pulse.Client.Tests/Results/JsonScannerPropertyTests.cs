using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Pulse.Client.Results;

namespace Pulse.Client.Tests.Results;

/// <summary>The scanner against System.Text.Json, on documents that nobody would write.</summary>
public sealed class JsonScannerPropertyTests
{
    static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 0, 80],
        Gen.Char["\\\"{}[]\né漢,: "].Array[0, 80].Select(chars => new string(chars)));

    static readonly Gen<JsonNode?> s_scalar = Gen.OneOf<JsonNode?>(
        s_text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double[-1e9, 1e9].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null));

    static readonly Gen<string> s_document = Object(3).Select(node => node!.ToJsonString()).SelectMany(compact =>
        Gen.Bool.Select(indented => indented ? JsonNode.Parse(compact)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) : compact));

    static Gen<JsonNode?> Value(int depth) => depth == 0 ? s_scalar : Gen.OneOf(s_scalar, Object(depth - 1), Array(depth - 1));

    static Gen<JsonNode?> Array(int depth) => Value(depth).Array[0, 6].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]));

    static Gen<JsonNode?> Object(int depth) => Gen.Select(s_text, Value(depth)).Array[0, 6].Select(members =>
    {
        JsonObject made = [];
        foreach ((string name, JsonNode? value) in members)
        {
            made[name] = value?.DeepClone();
        }

        return (JsonNode?)made;
    });

    [Fact]
    public void Members_are_those_that_System_Text_Json_sees() => s_document.Sample(document =>
    {
        byte[] body = Encoding.UTF8.GetBytes(document);
        Assert.True(JsonEnvelope.TryScan(body, out JsonObjectIndex index, out _));
        using JsonDocument expected = JsonDocument.Parse(body);
        foreach (JsonProperty property in expected.RootElement.EnumerateObject())
        {
            Assert.True(index.TryFind(body, Encoding.UTF8.GetBytes(property.Name), out JsonSlice value, out JsonKind kind));
            Assert.Equal(property.Value.GetRawText(), Encoding.UTF8.GetString(value.Of(body)));
            if (kind == JsonKind.String)
            {
                ReadOnlySpan<byte> raw = body.AsSpan(value.Start + 1, value.Length - 2);
                byte[] text = new byte[raw.Length];
                Assert.True(JsonText.TryUnescape(raw, text, out int written, out _));
                Assert.Equal(property.Value.GetString(), Encoding.UTF8.GetString(text, 0, written));
                Assert.False(written > 0 && JsonText.TryUnescape(raw, text.AsSpan(0, written - 1), out _, out _));
            }
        }
    }, iter: 400);

    [Fact]
    public void Pointers_lead_where_a_walk_leads() => s_document.Sample(document =>
    {
        byte[] body = Encoding.UTF8.GetBytes(document);
        using JsonDocument expected = JsonDocument.Parse(body);
        Walk(expected.RootElement, "");

        void Walk(JsonElement element, string pointer)
        {
            Assert.True(JsonPointer.TryFind(body, new JsonSlice(0, body.Length), Encoding.UTF8.GetBytes(pointer), out JsonSlice value, out _, out _, out _));
            Assert.Equal(element.GetRawText(), Encoding.UTF8.GetString(value.Of(body)).Trim());
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Walk(property.Value, $"{pointer}/{property.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
                }
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                for (int i = 0; i < element.GetArrayLength(); i++)
                {
                    Walk(element[i], $"{pointer}/{i}");
                }
            }
        }
    }, iter: 200);

    [Fact]
    public void Members_read_in_the_pass_of_the_whole_are_those_read_alone() => Gen.Select(s_document, s_document, Gen.Int[0, 10_000], Gen.Byte).Sample((first, second, at, value) =>
    {
        // Twice (the last counts), escaped, once, and not at all; each also with one byte damaged.
        foreach (string names in (string[])["result result", "result re\\u0073ult", "other result", "other other"])
        {
            string[] name = names.Split(' ');
            byte[] body = Encoding.UTF8.GetBytes($$"""{"status": "completed", "{{name[0]}}": {{first}}, "{{name[1]}}": {{second}} }""");
            AgreesWithOneAlone(body);
            body[at % body.Length] = value;
            AgreesWithOneAlone(body);
        }

        static void AgreesWithOneAlone(byte[] body)
        {
            bool isRead = JsonObjectIndex.TryRead(body, 0, "result"u8, out JsonObjectIndex index, out int end, out JsonFault fault);
            Assert.Equal(JsonObjectIndex.TryRead(body, 0, opened: default, out JsonObjectIndex expected, out int expectedEnd, out JsonFault expectedFault), isRead);
            Assert.Equal((expectedEnd, expectedFault), (end, fault));
            Assert.Equal(expected.Members.ToArray(), index.Members.ToArray());
            foreach (JsonMember member in index.Members)
            {
                if (member.Kind == JsonKind.Object)
                {
                    Assert.Equal(JsonObjectIndex.TryBuild(body, member.Value, out JsonObjectIndex alone, out _), index.TryOpen(body, member.Value, out JsonObjectIndex opened));
                    Assert.Equal(alone.Members.ToArray(), opened.Members.ToArray());
                }
            }
        }
    }, iter: 400);

    [Fact]
    public void The_members_of_a_result_are_known_once_the_whole_is_read()
    {
        byte[] body = """{"status":"completed","result":{"markdown":"a"},"other":{"a":1}}"""u8.ToArray();
        Assert.True(JsonEnvelope.TryScan(body, out JsonObjectIndex index, out _));
        Assert.True(Open("result"u8) == Open("result"u8));
        Assert.False(Open("other"u8) == Open("other"u8));

        JsonObjectIndex Open(ReadOnlySpan<byte> name)
        {
            Assert.True(index.TryFind(body, name, out JsonSlice value, out _));
            Assert.True(index.TryOpen(body, value, out JsonObjectIndex members));
            Assert.Equal(1, members.Count);
            return members;
        }
    }

    [Fact]
    public void No_prefix_is_taken_for_a_whole() => s_document.Sample(document =>
    {
        byte[] body = Encoding.UTF8.GetBytes(document);
        for (int length = 0; length < body.Length; length++)
        {
            Assert.False(JsonEnvelope.TryScan(body.AsSpan(0, length), out _, out JsonFault fault));
            Assert.InRange(fault.Offset, 0, length);
            Assert.NotEqual("", fault.Describe());
        }
    }, iter: 30);

    [Fact]
    public void What_both_checks_accept_is_JSON() => Gen.Select(s_document, Gen.Int[0, 10_000], Gen.Byte).Sample((document, at, value) =>
    {
        byte[] body = Encoding.UTF8.GetBytes(document);
        body[at % body.Length] = value;
        bool accepted = JsonEnvelope.TryScan(body, out _, out _) && JsonValidator.TryValidate(body, out _);
        bool expected;
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(body);
            expected = parsed.RootElement.ValueKind == JsonValueKind.Object && System.Text.Unicode.Utf8.IsValid(body);
        }
        catch (JsonException)
        {
            expected = false;
        }

        Assert.Equal(expected, accepted);
    }, iter: 2000);
}
