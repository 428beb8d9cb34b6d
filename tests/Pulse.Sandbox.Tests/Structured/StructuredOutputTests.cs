using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Structured;

public class StructuredOutputTests
{
    static async Task<JsonElement> FillAsync(byte[] document, string schema, string name = "a.pdf")
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        return (await box.ExtractAsync(document, name, ("structuredOutput", $$"""{"schema":{{schema}}}"""))).Json;
    }

    static async Task<string> ValuesAsync(string text, string schema) =>
        (await FillAsync(System.Text.Encoding.UTF8.GetBytes(text), schema, "a.md")).GetProperty("structured_output").GetProperty("values").GetRawText();

    [Fact]
    public async Task A_statement_is_read_by_its_labels()
    {
        JsonElement result = await FillAsync(TestPdf.Statement(), """
            {"type":"object","properties":{
                "account_holder":{"type":"string"}, "balance":{"type":"number"}, "iban":{"type":"string"},
                "transactions":{"type":"array","items":{"type":"object","properties":{
                    "date":{"type":"string","format":"date"},"description":{"type":"string"},"amount":{"type":"number"} } } } } }
            """);
        JsonElement output = result.GetProperty("structured_output");
        Assert.Equal(
            """{"account_holder":"Maria Jensen","balance":1234.50,"transactions":[{"date":"2026-01-02","description":"Coffee beans","amount":-12.00},{"date":"2026-01-05","description":"Salary","amount":3000.00}]}""",
            output.GetProperty("values").GetRawText());
        Assert.Equal(
            """{"account_holder":"txt-2","balance":"txt-2","transactions":[{"date":"tbl-1-r2c1","description":"tbl-1-r2c2","amount":"tbl-1-r2c3"},{"date":"tbl-1-r3c1","description":"tbl-1-r3c2","amount":"tbl-1-r3c3"}]}""",
            output.GetProperty("citations").GetRawText());
        Assert.Contains("it has no model", result.GetProperty("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoice No.: A-17", "invoiceNumber", "A-17")]
    [InlineData("**Invoice number:** A-17", "invoice_number", "A-17")]
    [InlineData("Invoice number    A-17", "invoice_number", "A-17")]
    [InlineData("Invoice number\nA-17", "invoice_number", "A-17")]
    [InlineData("Invoice number A-17", "invoice_number", "A-17")]
    [InlineData("- Invoice number: A-17", "invoice_number", "A-17")]
    [InlineData("# Invoice number\n\nA-17", "invoice_number", "A-17")]
    [InlineData("| Invoice number | A-17 |\n|---|---|\n| x | y |", "invoice_number", "A-17")]
    [InlineData("| Invoice number | Total |\n|---|---|\n| A-17 | 5 |", "invoice_number", "A-17")]
    [InlineData("Account holder: Ada", "account_holder_name", "Ada")]
    [InlineData("Total amount due: 5", "total_amount", "5")]
    [InlineData("Starts at: 10:30", "starts_at", "10:30")]
    public async Task Labels_are_found_in_many_places(string text, string property, string value)
    {
        Assert.Equal($$"""{"{{property}}":"{{value}}"}""", await ValuesAsync(text, $$$"""{"properties":{"{{{property}}}":{"type":"string"} } }"""));
    }

    [Theory]
    [InlineData("The invoice number is printed at the top.", "invoice_number")]
    [InlineData("Subtotal: 5", "total")]
    [InlineData("Name: Ada", "company_registration")]
    public async Task What_is_not_there_is_left_out(string text, string property)
    {
        Assert.Equal("{}", await ValuesAsync(text, $$$"""{"properties":{"{{{property}}}":{"type":"string"} } }"""));
    }

    [Theory]
    [InlineData("1,234.50", """{"type":"number"}""", "1234.50")]
    [InlineData("1.234,50 EUR", """{"type":"number"}""", "1234.50")]
    [InlineData("$ 1,234", """{"type":"number"}""", "1234")]
    [InlineData("€12,5", """{"type":"number"}""", "12.5")]
    [InlineData("(12.00)", """{"type":"number"}""", "-12.00")]
    [InlineData("12.00-", """{"type":"number"}""", "-12.00")]
    [InlineData("USD 7", """{"type":"integer"}""", "7")]
    [InlineData("1.234.567", """{"type":"integer"}""", "1234567")]
    [InlineData("45 %", """{"type":"number"}""", "45")]
    [InlineData("7.5", """{"type":"integer"}""", null)]
    [InlineData("seven", """{"type":"number"}""", null)]
    [InlineData("Yes", """{"type":"boolean"}""", "true")]
    [InlineData("no", """{"type":"boolean"}""", "false")]
    [InlineData("perhaps", """{"type":"boolean"}""", null)]
    [InlineData("14 March 2026", """{"type":"string","format":"date"}""", "\"2026-03-14\"")]
    [InlineData("March 14, 2026", """{"type":"string","format":"date"}""", "\"2026-03-14\"")]
    [InlineData("14.03.2026", """{"type":"string","format":"date"}""", "\"2026-03-14\"")]
    [InlineData("14/03/2026", """{"type":"string","format":"date"}""", "\"2026-03-14\"")]
    [InlineData("2026-03-14T10:30:00+01:00", """{"type":"string","format":"date-time"}""", "\"2026-03-14T09:30:00Z\"")]
    [InlineData("soon", """{"type":"string","format":"date"}""", null)]
    [InlineData("in transit", """{"enum":["IN_TRANSIT","DELIVERED"]}""", "\"IN_TRANSIT\"")]
    [InlineData("lost", """{"enum":["IN_TRANSIT","DELIVERED"]}""", null)]
    [InlineData("7", """{"type":["integer","null"]}""", "7")]
    [InlineData("7", """{"anyOf":[{"type":"null"},{"type":"integer"}]}""", "7")]
    [InlineData("red, green", """{"type":"array","items":{"type":"string"}}""", """["red","green"]""")]
    public async Task Values_are_converted_to_their_type(string text, string type, string? json)
    {
        Assert.Equal(json is null ? "{}" : $$"""{"value":{{json}}}""", await ValuesAsync($"Value: {text}", $$$"""{"properties":{"value":{{{type}}} } }"""));
    }

    [Fact]
    public async Task Nested_objects_prefer_their_section_and_their_full_label()
    {
        const string text = "# Seller\n\nName: Ada\n\n# Buyer\n\nName: Bob\nPhone: 5\n\n# Other\n\nShip to city: Rome\n";
        Assert.Equal(
            """{"buyer":{"name":"Bob"},"seller":{"name":"Ada"},"ship_to":{"city":"Rome"}}""",
            await ValuesAsync(text, """
                {"properties":{"buyer":{"$ref":"#/$defs/party"},"seller":{"$ref":"#/$defs/party"},"ship_to":{"properties":{"city":{} } } },
                 "$defs":{"party":{"type":"object","properties":{"name":{"type":"string"} } } } }
                """));
    }

    [Fact]
    public async Task Rows_of_a_table_that_goes_on_over_pages_are_put_together()
    {
        const string text = "| Item | Price |\n|---|---|\n| a | 1 |\n\f| Item | Price |\n|---|---|\n| b | 2 |";
        Assert.Equal(
            """{"lines":[{"item":"a","price":1},{"item":"b","price":2}]}""",
            await ValuesAsync(text, """{"properties":{"lines":{"type":"array","items":{"properties":{"item":{"type":"string"},"price":{"type":"number"} } } } } }"""));
    }

    [Theory]
    [InlineData("""{"type":"array","items":{}}""")]
    [InlineData("""{}""")]
    [InlineData("""{"properties":[]}""")]
    [InlineData("""{"properties":{"a":5} }""")]
    [InlineData("""{"properties":{"a":{"type":"text"} } }""")]
    [InlineData("""{"properties":{"a":{"$ref":"#/nothing"} } }""")]
    public async Task A_schema_that_cannot_be_used_is_an_error_in_the_result(string schema)
    {
        JsonElement result = await FillAsync(TestPdf.Statement(), schema);
        Assert.True(result.TryGetProperty("markdown", out _));
        Assert.NotEqual("", result.GetProperty("schema_error").GetString());
        Assert.False(result.TryGetProperty("structured_output", out _));
    }

    [Fact]
    public async Task A_schema_that_contains_itself_ends()
    {
        Assert.Equal("""{"name":"Ada"}""", await ValuesAsync("Name: Ada", """{"properties":{"name":{},"child":{"$ref":"#"} } }"""));
    }
}
