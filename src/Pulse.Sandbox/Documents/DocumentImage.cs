namespace Pulse.Sandbox.Documents;

/// <summary>A picture in a document.</summary>
/// <param name="FileName">A name that is unique in the document.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Page">The number of its page.</param>
/// <param name="Box">Where it stands.</param>
/// <param name="Bytes">The file.</param>
sealed record DocumentImage(string FileName, string MediaType, int Page, Box Box, ReadOnlyMemory<byte> Bytes);
