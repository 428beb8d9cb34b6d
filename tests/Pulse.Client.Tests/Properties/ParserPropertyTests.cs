using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Pulse.Client.Batch;
using Pulse.Client.Bodies;
using Pulse.Client.Endpoints;
using Pulse.Client.Http;

namespace Pulse.Client.Tests.Properties;

/// <summary>
/// What reads text from the network, from disk or from a caller, against independent models and against garbage. With
/// PULSE_FUZZ_SECONDS each of them runs that long instead of a few hundred times; cases that were found are kept here as tests.
/// </summary>
public sealed class ParserPropertyTests
{
    static readonly int s_seconds = int.TryParse(Environment.GetEnvironmentVariable("PULSE_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out int seconds) ? seconds : -1;
    static readonly DateTimeOffset s_now = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    static readonly Gen<byte[]> s_garbage = Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Char["{}[]\":,\\u0d8e1 -+.TZ\n\r\0=;/abc"].Array[0, 200].Select(chars => Encoding.UTF8.GetBytes(chars)));

    static void Check<T>(Gen<T> gen, Action<T> test, int times = 400) => gen.Sample(test, iter: s_seconds < 0 ? times : -1, time: s_seconds);

    static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Half_a_surrogate_pair_in_a_request_is_a_wrong_argument()
    {
        foreach (string json in (string[])["""{"extraction_id":"\ud800"}""", """{"\udc00":1}""", """{"extraction_id":"e","tables_config":{"\ud800":"x"}}""", """{"extraction_id":"e","x":"\ud800"}"""])
        {
            Assert.ThrowsAny<ArgumentException>(() => Operations.Prepare("tables", Encoding.UTF8.GetBytes(json)));
        }
    }

    [Fact]
    public void Requests_are_read_or_refused_by_argument() => Check(
        Gen.Select(Among(Operations.Names.ToArray()), Gen.OneOf(s_garbage, s_requests.Select(Encoding.UTF8.GetBytes))),
        pair =>
        {
            try
            {
                Assert.NotNull(Operations.Prepare(pair.Item1, pair.Item2));
            }
            catch (ArgumentException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        },
        times: 2000);

    // Members that requests have, with values of any type.
    static readonly Gen<string> s_requests = Gen.Select(
        Among("extraction_id", "extractionIds", "split_config", "schema_config", "input", "output", "workers", "steps", "file_url", "form_fields", "job_id", "async", "pages", "structured_output", "documents"),
        Among("1", "\"x\"", "null", "true", "[]", "{}", "[1]", "[\"a\"]", "{\"split_input\":[{}]}", "{\"input_schema\":{}}", "{\"file_urls\":[1]}", "1e999", "\"\\ud800\"", "{\"extract\":{}}", "[{\"bounding_box\":[1,\"x\"]}]", "\"{\\\"a\\\":1}\"")).Array[0, 5]
        .Select(members => "{" + string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}")) + "}");

    static readonly OutgoingRequest<int> s_get = new("get", RequestKind.Idempotent, TimeSpan.FromSeconds(1), 0, "j", 0, static (_, _) => throw new InvalidOperationException("Nothing is sent here."));

    [Fact]
    public void Error_bodies_never_hide_the_status()
    {
        using ClientParts parts = new();
        Check(Gen.Select(s_garbage, Gen.Int[400, 599]), pair =>
        {
            using HttpResponseMessage response = new((HttpStatusCode)pair.Item2) { Content = new ByteArrayContent(pair.Item1) };
            PulseException error = parts.Errors.ReadAsync(response, s_get, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Equal(pair.Item2, error.HttpStatus);
            Assert.Equal(pair.Item1, error.ResponseBody.ToArray());
            Assert.DoesNotContain('\n', error.Message);
        });
    }

    [Fact]
    public void A_key_is_masked_however_it_is_escaped() => Check(
        Gen.Select(s_garbage, s_garbage, Gen.Bool.Array[ClientParts.Key.Length], Gen.Bool),
        sample =>
        {
            (byte[] before, byte[] after, bool[] escaped, bool upper) = sample;
            string key = string.Concat(ClientParts.Key.Select((c, i) => escaped[i] ? "\\u" + ((int)c).ToString(upper ? "X4" : "x4", CultureInfo.InvariantCulture) : c.ToString()));

            // What stands before may itself be the beginning of an escape; that is no key then, in no reading.
            byte[] body = [.. before, (byte)' ', .. Encoding.ASCII.GetBytes(key), .. after];
            string masked = Encoding.Latin1.GetString(new Redactor([ClientParts.Key]).Redact(body));
            string unescaped = Regex.Replace(masked, @"\\[uU]([0-9a-fA-F]{4})", match => ((char)ushort.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
            Assert.DoesNotContain(ClientParts.Key, unescaped, StringComparison.Ordinal);
            Assert.Contains("[redacted]", masked, StringComparison.Ordinal);
            Assert.StartsWith(Encoding.Latin1.GetString(before), masked, StringComparison.Ordinal);
            Assert.EndsWith(Encoding.Latin1.GetString(after), masked, StringComparison.Ordinal);
        });

    [Fact]
    public void Hints_of_the_service_are_positive_and_bounded_and_right_where_they_are_plain()
    {
        FakeTimeProvider clock = new(s_now);
        Check(Gen.Select(Among("Retry-After", "retry-after-ms", "X-RateLimit-Reset"), Gen.OneOf(
            Gen.Int.Select(number => number.ToString(CultureInfo.InvariantCulture)),
            Gen.Double.Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
            Gen.Int[-100_000, 100_000].Select(offset => s_now.AddSeconds(offset).ToString("R", CultureInfo.InvariantCulture)),
            Gen.Char["0123456789-+.eE:, GMTNaInfinity"].Array[0, 30].Select(chars => new string(chars)))), pair =>
            {
                using HttpResponseMessage response = new();
                response.Headers.TryAddWithoutValidation(pair.Item1, pair.Item2);
                TimeSpan? hint = ServerHints.RetryAfter(response.Headers, clock);
                Assert.True(hint is null || (hint > TimeSpan.Zero && hint <= TimeSpan.FromDays(24)), $"{pair}: {hint}");
                if (pair.Item1 == "Retry-After" && RetryConditionHeaderValue.TryParse(pair.Item2, out RetryConditionHeaderValue? plain))
                {
                    TimeSpan expected = plain!.Delta ?? (plain.Date!.Value - s_now);
                    Assert.Equal(expected > TimeSpan.Zero ? (expected < TimeSpan.FromDays(24) ? expected : TimeSpan.FromDays(24)) : null, hint);
                }
            });
    }

    [Fact]
    public void Instants_are_those_that_were_written() => Check(
        Gen.Select(Gen.DateTime[new DateTime(1, 1, 2), new DateTime(9999, 12, 30)], Gen.Int[0, 7], Gen.Int[-14 * 60, 14 * 60], Among("Z", "+", "")),
        sample =>
        {
            (DateTime moment, int digits, int minutes, string zone) = sample;
            long unit = (long)Math.Pow(10, 7 - digits);
            DateTime cut = new(moment.Ticks / unit * unit, DateTimeKind.Utc);
            string fraction = digits == 0 ? "" : cut.ToString($".{new string('f', digits)}", CultureInfo.InvariantCulture);
            string offset = zone != "+" ? zone : (minutes < 0 ? "-" : "+") + TimeSpan.FromMinutes(Math.Abs(minutes)).ToString(@"hh\:mm", CultureInfo.InvariantCulture);
            string text = cut.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + offset;
            DateTimeOffset expected = new(cut - TimeSpan.FromMinutes(zone == "+" ? minutes : 0), TimeSpan.Zero);
            Assert.Equal(expected, Timestamps.Parse(text));
        });

    [Theory]
    [InlineData("10:30")]
    [InlineData("3/4")]
    [InlineData("1778051289")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-05-06T07:08:09Zzz")]
    public void What_is_no_instant_is_none(string text) => Assert.Null(Timestamps.Parse(text));

    [Fact]
    public void A_webhook_is_valid_as_it_was_signed_and_not_with_any_byte_changed() => Check(
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[24, 64], Gen.Char["abc_019"].Array[1, 20], Gen.Int[0, 1000], Gen.Byte[1, 255]),
        sample =>
        {
            (byte[] body, byte[] key, char[] id, int where, byte change) = sample;
            FakeTimeProvider clock = new(s_now);
            string secret = "whsec_" + Convert.ToBase64String(key);
            string signature = PulseWebhooks.Sign(body, new string(id), s_now, secret);
            WebhookHeaders headers = new(new string(id), s_now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), $"v1a,x v1,AAAA {signature}");
            Assert.Equal(WebhookVerification.Valid, PulseWebhooks.Verify(body, headers, [secret], clock));
            Assert.Equal(WebhookVerification.NoMatch, PulseWebhooks.Verify(body, headers with { Id = "other" + headers.Id }, [secret], clock));
            if (body.Length > 0)
            {
                byte[] changed = [.. body];
                changed[where % body.Length] ^= change;
                Assert.Equal(WebhookVerification.NoMatch, PulseWebhooks.Verify(changed, headers, [secret], clock));
            }
        },
        times: 200);

    [Fact]
    public void Headers_of_webhooks_that_are_garbage_are_not_valid() => Check(
        Gen.Select(s_garbage, s_garbage, s_garbage, s_garbage),
        sample =>
        {
            static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
            Assert.NotEqual(WebhookVerification.Valid, PulseWebhooks.Verify([], new WebhookHeaders(Text(sample.Item1), Text(sample.Item2), Text(sample.Item3)), ["whsec_" + Text(sample.Item4)], TimeProvider.System));
        });

    [Fact]
    public void A_form_is_read_back_as_it_was_written() => Check(
        Gen.Select(Gen.String[Gen.Char["ab\"\r\n;=ü漢%\\ "], 0, 20], Gen.String, Gen.Byte.Array[1, 300]),
        sample =>
        {
            // Halves of surrogate pairs are no text, and cannot be written as such.
            (string name, string text, byte[] content) = sample;
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            PulseFile file = PulseFile.FromBytes(content, name.Trim().Length == 0 ? "x.pdf" : name);
            using HttpContent form = ExtractForm.Create(new ExtractRequest(file) { Pages = text });
            string boundary = form.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value!.Trim('"');
            string body = Encoding.Latin1.GetString(form.ReadAsByteArrayAsync().GetAwaiter().GetResult());
            string[] parts = body.Split($"--{boundary}");
            Assert.Equal(("", "--\r\n", 4), (parts[0], parts[^1], parts.Length));
            (string[] heads, byte[][] contents) = ([.. parts[1..3].Select(part => part[..part.IndexOf("\r\n\r\n", StringComparison.Ordinal)])], [.. parts[1..3].Select(part => Encoding.Latin1.GetBytes(part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..^2]))]);
            Assert.Equal(content, contents[0]);
            Assert.Equal(text, Encoding.UTF8.GetString(contents[1]));

            // Nobody can add a header or another parameter by the name of a file.
            Match disposition = Regex.Match(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(heads[0])), "^Content-Disposition: form-data; name=\"file\"; filename=\"([^\"\r\n]*)\"\r?$", RegexOptions.Multiline);
            Assert.True(disposition.Success, heads[0]);
            Assert.Equal(file.FileName, disposition.Groups[1].Value.Replace("%22", "\"", StringComparison.Ordinal).Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal));
        });

    [Fact]
    public void A_journal_that_was_cut_anywhere_knows_what_was_written_whole()
    {
        Gen<(int Key, int Event)> events = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5]);
        Check(
            Gen.Select(events.Array[1, 12], Gen.Int[0, 100_000]),
            sample =>
            {
                List<(long Size, Dictionary<string, BatchRecordState> States)> history = [];
                using TemporaryFile temporary = new();
                string path = temporary.Path;
                using (BatchJournal journal = new(path, TimeProvider.System))
                {
                    Dictionary<string, BatchRecordState> states = [];
                    history.Add((new FileInfo(path).Length, new(states)));
                    foreach ((int number, int what) in sample.Item1)
                    {
                        string key = $"key-{number}-\"ü";
                        states[key] = Append(journal, key, what);
                        history.Add((new FileInfo(path).Length, new(states)));
                    }
                }

                byte[] whole = File.ReadAllBytes(path);
                int cut = sample.Item2 % (whole.Length + 1);
                File.WriteAllBytes(path, whole[..cut]);
                using BatchJournal again = new(path, TimeProvider.System);
                Dictionary<string, BatchRecordState> expected = history.LastOrDefault(entry => entry.Size - 1 <= cut).States ?? [];
                for (int i = 0; i <= 3; i++)
                {
                    string key = $"key-{i}-\"ü";
                    Assert.Equal(expected.GetValueOrDefault(key), again.Find(key).State);
                }


                // A line that lacks only its newline is whole.
                Assert.Equal(history.Any(entry => entry.Size == cut || entry.Size - 1 == cut) || cut == 0, again.CutOff is null);
            },
            times: 150);
    }

    [Fact]
    public void A_journal_of_garbage_is_refused_or_its_end_is_cut_off()
    {
        Check(
            Gen.Select(Gen.Bool, s_garbage, Among("", "\n", "{\"event\":\"done\",\"key\":\"\\ud800\",\"job_id\":\"j\"}\n", "{\"event\":\"intent\",\"key\":\"k\"}\n")),
            sample =>
            {
                using TemporaryFile temporary = new();
                string path = temporary.Path;
                byte[] content = [.. sample.Item1 ? "{\"pulse_journal\":1}\n"u8 : default, .. sample.Item2, .. Encoding.UTF8.GetBytes(sample.Item3)];
                File.WriteAllBytes(path, content);
                try
                {
                    using BatchJournal journal = new(path, TimeProvider.System);
                    journal.Intent("new", "document");
                    Assert.Equal(BatchRecordState.Unknown, journal.Find("new").State);
                }
                catch (PulseFileException exception)
                {
                    Assert.Equal(content, File.ReadAllBytes(path));
                    Assert.Contains(path, exception.Message, StringComparison.Ordinal);
                }
            },
            times: 300);
    }

    /// <summary>What could not follow is refused, and not written.</summary>
    static BatchRecordState Append(BatchJournal journal, string key, int what)
    {
        BatchRecordState before = journal.Find(key).State;
        try
        {
            switch (what)
            {
                case 0:
                    journal.Intent(key, "document");
                    return BatchRecordState.Unknown;
                case 1:
                    journal.Refused(key, "no");
                    return BatchRecordState.New;
                case 2:
                    journal.Unknown(key, "lost");
                    return BatchRecordState.Unknown;
                case 3:
                    journal.Submitted(key, "j\n1");
                    return BatchRecordState.Submitted;
                case 4:
                    journal.Done(key, "j\n1");
                    return BatchRecordState.Done;
                default:
                    journal.Failed(key, "j\n1", "sad");
                    return BatchRecordState.Failed;
            }
        }
        catch (PulseFileException)
        {
            return before;
        }
    }

    /// <summary>A name for a file that goes in the end; samples run side by side.</summary>
    sealed class TemporaryFile : IDisposable
    {
        internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():n}.jsonl");

        public void Dispose() => File.Delete(Path);
    }

    /// <summary>What reads errors for a client with a key.</summary>
    sealed class ClientParts : IDisposable
    {
        internal const string Key = "canary-key-0123456789";

        internal ErrorReader Errors { get; } = new(new Redactor([Key]), new FakeTimeProvider(s_now));

        public void Dispose()
        {
        }
    }
}
