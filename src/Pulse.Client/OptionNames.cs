using System.Text;
using Pulse.Client.Batch;

namespace Pulse.Client;

/// <summary>Messages about options, which have the names of .NET, in those of another language.</summary>
static class OptionNames
{
    static readonly HashSet<string> s_ofBatches = [nameof(BatchOptions.JournalPath), nameof(BatchOptions.ResubmitUnknown), nameof(BatchOptions.RetryFailed)];

    /// <summary>Replaces each word that is an option's name. What is part of a quotation, a path or a member is left alone.</summary>
    /// <param name="message">The message.</param>
    /// <param name="names">The names of the other language by those of .NET.</param>
    /// <param name="compoundsOnly">Whether words such as Timeout and Proxy, which may be somebody else's, are left alone.</param>
    /// <param name="only">If given, the only words that are replaced.</param>
    internal static string Translate(string message, IReadOnlyDictionary<string, string> names, bool compoundsOnly = false, IReadOnlySet<string>? only = null)
    {
        StringBuilder? translated = null;
        int copied = 0;
        for (int start = 0; start < message.Length; start++)
        {
            if (!char.IsAsciiLetterUpper(message[start]) || (start > 0 && IsPart(message[start - 1])))
            {
                continue;
            }

            int end = start;
            while (end < message.Length && char.IsAsciiLetter(message[end]))
            {
                end++;
            }

            if ((end == message.Length || !IsPart(message[end]) || message[end] == '.')
                && (!compoundsOnly || message.AsSpan(start + 1, end - start - 1).ContainsAnyInRange('A', 'Z')) && names.TryGetValue(message[start..end], out string? name)
                && only?.Contains(message[start..end]) != false)
            {
                (translated ??= new StringBuilder()).Append(message, copied, start - copied).Append(name);
                copied = end;
            }

            start = end;
        }

        return translated is null ? message : translated.Append(message, copied, message.Length - copied).ToString();
    }

    /// <summary>The message of a failure, in the names of another language where it is about options. Words of the service are left alone.</summary>
    internal static string MessageOf(PulseException failure, IReadOnlyDictionary<string, string> names) =>
        failure.Code switch
        {
            PulseErrorCode.InvalidArgument or PulseErrorCode.MissingApiKey or PulseErrorCode.FileError or PulseErrorCode.Tls or PulseErrorCode.Timeout when failure.HttpStatus == 0 => Translate(failure.Message, names),
            PulseErrorCode.Protocol or PulseErrorCode.ResultLost => Translate(failure.Message, names, compoundsOnly: true),

            // What a batch says about what its journal knows, with what the service once said.
            PulseErrorCode.JobFailed or PulseErrorCode.OutcomeUnknown or PulseErrorCode.NotFound or PulseErrorCode.Gone => Translate(failure.Message, names, only: s_ofBatches),
            _ => failure.Message,
        };

    /// <summary>The message without the name of a C# parameter, which .NET appends and which means nothing elsewhere.</summary>
    internal static string MessageOf(ArgumentException exception)
    {
        int at = exception.ParamName is null ? -1 : exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return at < 0 ? exception.Message : exception.Message[..at];
    }

    static bool IsPart(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '\'' or '"' or '/' or '-';
}
