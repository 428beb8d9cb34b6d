using System.Text.Json;
using Pulse.Sandbox.Documents.Pdf;
using Pulse.Sandbox.Documents.Pdf.Forms;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Documents.Isolation;

/// <summary>
/// The other side of <see cref="DocumentWorkers"/>: a process that reads PDF files from stdin and writes to stdout, until stdin ends.
/// What a file may do to its reader, it does here.
/// </summary>
static class WorkerProcess
{
    /// <summary>The hidden command of <c>pulse-sandbox</c> that runs this.</summary>
    public const string Command = "read-documents";

    static readonly TimeSpan s_watchInterval = TimeSpan.FromSeconds(1);

    /// <param name="maxMemory">The bytes of memory that this process may use, besides its code.</param>
    public static async Task<int> RunAsync(ulong maxMemory)
    {
        Stream input = Console.OpenStandardInput();
        Stream output = Console.OpenStandardOutput();
        await using (input.ConfigureAwait(false))
        await using (output.ConfigureAwait(false))
        {
            Confinement.Enter(maxMemory);
            using Timer watch = EndWithParent();

            // From here on it is a file that ends this process.
            WorkerMessages.SendReady(output);
            while (true)
            {
                byte[] request;
                try
                {
                    request = await WorkerMessages.ReceiveAsync(input, int.MaxValue, CancellationToken.None).ConfigureAwait(false);
                }
                catch (EndOfStreamException)
                {
                    return 0;
                }

                WorkerAnswer answer = Read(request, output);
                await WorkerMessages.SendAsync(output, JsonSerializer.SerializeToUtf8Bytes(answer, WorkerJsonContext.Default.WorkerAnswer), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // A file that loops keeps this process from noticing that stdin has ended.
    static Timer EndWithParent()
    {
        int parent = Confinement.GetParent();
        return new Timer(_ =>
        {
            if (Confinement.GetParent() != parent)
            {
                Environment.Exit(1);
            }
        }, null, s_watchInterval, s_watchInterval);
    }

    static WorkerAnswer Read(byte[] message, Stream output)
    {
        (WorkerRequest request, ReadOnlyMemory<byte> pdf) = WorkerRequest.Read(message);
        try
        {
            if (request.Task == WorkerTask.TryForm)
            {
                using var form = PdfForm.Open(pdf);
                return new WorkerAnswer();
            }

            var progress = new Progress(output) { LeftOut = request.LeftOut.ToHashSet() };
            SourceDocument document = PdfDocumentReader.Read(pdf, request.Password, progress, CancellationToken.None);
            return new WorkerAnswer
            {
                Document = document,
                Images = request.Task == WorkerTask.TextAndImages ? PdfImageReader.Read(pdf, request.Password, document.Pages, progress, CancellationToken.None) : [],
            };
        }
        catch (ApiException e)
        {
            return new WorkerAnswer { ErrorStatus = e.StatusCode, ErrorCode = e.Code, ErrorMessage = e.Message };
        }
    }

    sealed class Progress(Stream output) : PageProgress
    {
        public override void Begins(int page) => WorkerMessages.SendPage(output, page);

        public override void Ends() => WorkerMessages.SendPage(output, WorkerMessages.NoPage);
    }
}
