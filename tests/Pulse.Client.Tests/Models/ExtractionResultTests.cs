using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Models;

public sealed class ExtractionResultTests
{
    static async Task<ExtractionResult> ReadAsync(string json)
    {
        using Harness harness = new();
        harness.Answer(json);
        return Assert.IsType<ExtractionResult>(await harness.RunAsync(harness.Client.ExtractAsync(new() { FileUrl = "u" })));
    }

    [Theory]
    [InlineData("altOutputs", "footnoteReferences")]
    [InlineData("alt_outputs", "footnote_references")]
    public async Task Every_field_in_both_spellings(string outputs, string footnotes)
    {
        using ExtractionResult result = await ReadAsync($$$$"""
            {"markdown":"# T","page_count":3,"extraction_id":"e1","extraction_url":"https://p/e1","warnings":["old option"],"credits_used":3,"plan_info":{"tier":"t"},
             "structured_output":{"values":{"a":1}},"input_schema":{"type":"object"},"schema_error":"not all","metadata":{"source_file":"a.pdf"},"job_id":"deprecated",
             "bounding_boxes":{"Text":[{"id":"txt-1","page_number":1}],"Images":[{"id":"img-1","visual_type":"chart","image_url":"/results/j/images/a.png","page_number":2,"chart_type":"BarChart","classification":{"confidence":1}}],
               "Tables":[{"table_info":{"id":"tbl-1","dimensions":[2,3]},"cell_data":[{"id":"c"}]}],"Formula":5},
             "extensions":{"chunking":{"page":["a","b"],"semantic":["s"]},"{{{{footnotes}}}}":[{"symbol":"*","footnoteTextId":"txt-9","referenceTextIds":["txt-1"]}],
               "{{{{outputs}}}}":{"html":"<p/>","xml":"<x/>","wlbb":{"words":[{"id":"w-1","text":"T","page_number":1,"bounding_box":[0,0,1,0,1,1,0,1],"average_word_confidence":0.9}]}},
               "document_metadata":{"file":{"name":"a.pdf"}} }}
            """);
        Assert.Equal(("# T", 3, "e1", "https://p/e1", "old option", 3m, "t"), (result.Markdown, result.PageCount, result.ExtractionId, result.ExtractionUrl, result.Warnings.Single(), result.CreditsUsed, result.PlanInfo!.Tier));
        Assert.Equal((1, "object", "not all", "a.pdf"), (result.StructuredOutput!.Values!.Value.GetProperty("a").GetInt32(), result.InputSchema!.Value.GetProperty("type").GetString(), result.SchemaError, result.Metadata!.Value.GetProperty("source_file").GetString()));
        ExtractionExtensions extensions = result.Extensions!;
        Assert.Equal(["a", "b"], extensions.Chunking!.Page!);
        Assert.Equal(("s", "<p/>", "<x/>", "<p/>"), (result.Chunks!.Semantic!.Single(), extensions.Html, extensions.Xml, result.Html));
        Assert.Equal(("*", "txt-9", "txt-1"), (extensions.FootnoteReferences!.Single().Symbol, extensions.FootnoteReferences!.Single().FootnoteTextId, extensions.FootnoteReferences!.Single().ReferenceTextIds!.Single()));
        WordBox word = extensions.Words!.Words!.Single();
        Assert.Equal(("w-1", "T", 1, 8, 0.9), (word.Id, word.Text, word.PageNumber, word.Points!.Count, word.Confidence));
        Assert.Equal("a.pdf", extensions.DocumentMetadata!.Value.GetProperty("file").GetProperty("name").GetString());
        BoundingImage image = result.BoundingBoxes!.Images!.Single();
        Assert.Equal(("img-1", "chart", "/results/j/images/a.png", 2, "BarChart"), (image.Id, image.VisualType, image.ImageUrl, image.PageNumber, image.ChartType));
        BoundingTable table = result.BoundingBoxes.Tables!.Single();
        Assert.Equal(("tbl-1", 1), (table.TableInfo!.Value.GetProperty("id").GetString(), table.CellData!.Count));
        Assert.Equal(5, result.BoundingBoxes.AdditionalFields!["Formula"].GetInt32());
    }

    [Fact]
    public async Task Deprecated_fields()
    {
        using ExtractionResult result = await ReadAsync("""{"content":"text","html":"<b/>","chunks":{"header":["h"]},"extensions":{"altOutputs":{"wlbb":{"error":"PDF only"}}}}""");
        Assert.Equal(("text", "<b/>", "h", "PDF only"), (result.Markdown, result.Html, result.Chunks!.Header!.Single(), result.Extensions!.Words!.Error));
        Assert.Empty(result.Warnings);
        Assert.Null(result.Extensions.FootnoteReferences);
    }

    [Fact]
    public async Task Shapes_of_older_services()
    {
        using ExtractionResult result = await ReadAsync("""{"markdown":"x","chunks":{"page":[{"chunk_number":1,"content":"one","method":"page"},"two"]},"extensions":{"altOutputs":{"wlbb":{"words":[{"id":"w","average_word_confidence":"N/A"}]}}}}""");
        Assert.Equal(["one", "two"], result.Chunks!.Page!);
        Assert.Null(result.Extensions!.Words!.Words!.Single().Confidence);
        using ExtractionResult damaged = await ReadAsync("""{"markdown":"x","chunks":{"page":[5]}}""");
        Assert.Contains("page", Assert.Throws<PulseProtocolException>(() => damaged.Chunks).Message, StringComparison.Ordinal);
        Assert.Equal("x", damaged.Markdown);
    }

    [Fact]
    public async Task Through_a_job_and_as_a_large_result()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"j1","status":"completed","result":{"is_url":true,"url":"/large_results/j1","extraction_id":"e1"}}""").Answer("""{"markdown":"long"}""");
        using ExtractionResult result = await harness.RunAsync(harness.Client.Jobs.WaitAsync<ExtractionResult>("j1"));
        Assert.Equal(("long", "e1", "j1"), (result.Markdown, result.ExtractionId, result.Job!.Id));
    }
}
