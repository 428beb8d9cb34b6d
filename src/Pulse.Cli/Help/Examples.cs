namespace Pulse.Cli.Help;

/// <summary>What commands are used for, by their path. A test parses each.</summary>
static class Examples
{
    static readonly Dictionary<string, (string Line, string Purpose)[]> s_all = new(StringComparer.Ordinal)
    {
        [""] =
        [
            ("pulse login", "store an API key"),
            ("pulse extract report.pdf", "print the text of a document"),
            ("pulse view report.pdf", "look at the result in a browser"),
            ("pulse extract -o results/ invoices/", "a folder of documents; after a crash, run it again"),
            ("pulse help exit-codes", "a topic"),
        ],
        ["extract"] =
        [
            ("pulse extract report.pdf", "print the text as Markdown"),
            ("pulse extract --format csv report.pdf", "print the tables"),
            ("pulse extract --json report.pdf https://example.com/b.pdf", "one line of JSON each, with everything"),
            ("pulse extract -o results/ --format json --images invoices/", "one file each, and the images"),
            ("pulse extract --no-wait big.pdf", "print the id of the job"),
            ("pulse extract --pages 1-3 -- -odd-name.pdf", "a name that begins with -"),
        ],
        ["job"] = [("pulse job wait 5b1f", "wait for a job and print its result")],
        ["job get"] = [("pulse job get 5b1f", "print the status"), ("pulse job get --json 5b1f", "the whole response")],
        ["job wait"] = [("pulse job wait 5b1f --timeout 1h", "print the result as Markdown"), ("pulse job wait 5b1f --format json", "the whole result")],
        ["job cancel"] = [("pulse job cancel 5b1f", "ask for the end of a job")],
        ["view"] =
        [
            ("pulse view report.pdf", "extract a document and look at the result"),
            ("pulse view 5b1f --document report.pdf", "a job, with the pages behind its boxes"),
            ("pulse view result.json -o result.html --no-open", "write the page only"),
        ],
        ["split"] = [("pulse split --extraction-id 7c0d --topic Summary --topic \"Staff=people, pay and training\"", "find the pages of topics")],
        ["schema"] = [("pulse schema --extraction-id 7c0d --schema invoice.schema.json", "fill in a schema")],
        ["tables"] = [("pulse tables --extraction-id 7c0d --merge true", "the tables, joined across pages")],
        ["batch extract"] = [("pulse batch extract --url https://example.com/a.pdf --output s3://bucket/out/", "a batch of the service")],
        ["pipeline run"] = [("pulse pipeline run report.pdf --steps '{\"extract\": {}, \"tables\": {}}'", "several steps in one call")],
        ["form fill"] = [("pulse form fill form.pdf --instructions \"Full name: Maria Jensen\" -o filled.pdf", "fill in a form")],
        ["webhook verify"] = [("pulse webhook verify body.json -H \"webhook-id: msg_1\"", "check a webhook")],
        ["sandbox"] = [("pulse sandbox exec -- sh", "a shell that speaks to a local server")],
        ["login"] = [("pulse login", "type or paste the key"), ("pulse login --profile test < key.txt", "for a profile of its own")],
        ["doctor"] = [("pulse doctor", "check key, service and machine")],
        ["completion"] = [("eval \"$(pulse completion bash)\"", "complete commands in this shell")],
    };

    internal static IReadOnlyDictionary<string, (string Line, string Purpose)[]> All => s_all;

    internal static (string Line, string Purpose)[] Of(string path) => s_all.TryGetValue(path, out (string, string)[]? found) ? found : [];
}
