namespace Pulse.Sandbox.Control;

/// <summary>One part of a multipart request.</summary>
/// <param name="Name">The field's name as it was spelled.</param>
/// <param name="FileName">The file name; null for a text field.</param>
/// <param name="ContentType">The part's own Content-Type; null when it had none.</param>
/// <param name="Size">The size of its content in bytes.</param>
public sealed record JournalPart(string Name, string? FileName, string? ContentType, long Size);
