namespace Pulse.Client.Postgres;

/// <summary>The database cannot be reached, or refuses a statement. Its code is that of a journal which cannot be read or written.</summary>
public sealed class PostgresBatchException : PulseException
{
    internal PostgresBatchException(string message, Exception? inner = null)
        : base(PulseErrorCode.FileError, message, inner)
    {
    }
}
