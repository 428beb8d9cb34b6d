namespace Pulse.Sandbox.Structured;

/// <summary>A piece of text that stands beside a label.</summary>
/// <param name="Label">The label's words.</param>
/// <param name="Value">The text.</param>
/// <param name="Citation">The id of the bounding box that holds the text.</param>
/// <param name="Order">Where it stands in the document, among all others.</param>
/// <param name="Weight">How surely the text belongs to the label; 0 is surest, the rest is subtracted from the score.</param>
sealed record LabelledText(string[] Label, string Value, string Citation, int Order, int Weight);
