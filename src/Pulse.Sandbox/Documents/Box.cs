namespace Pulse.Sandbox.Documents;

/// <summary>A rectangle on a page, 0 to 1 from the page's top left corner.</summary>
readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public Box Union(Box other) => new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    public static Box? Union(IEnumerable<Box?> boxes)
    {
        Box? all = null;
        foreach (Box? box in boxes)
        {
            all = all is { } a && box is { } b ? a.Union(b) : all ?? box;
        }

        return all;
    }
}
