using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Sandbox.Documents;

/// <summary>A rectangle on a page, 0 to 1 from the page's top left corner.</summary>
[JsonConverter(typeof(Converter))]
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

    /// <summary>Four numbers, as exact as results are: a document is mostly boxes.</summary>
    internal sealed class Converter : JsonConverter<Box>
    {
        const int Digits = 6;

        public override Box Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var box = new Box(Next(ref reader), Next(ref reader), Next(ref reader), Next(ref reader));
            reader.Read();
            return box;
        }

        public override void Write(Utf8JsonWriter writer, Box value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (double edge in (ReadOnlySpan<double>)[value.Left, value.Top, value.Right, value.Bottom])
            {
                writer.WriteNumberValue(double.IsFinite(edge) ? Math.Round(edge, Digits) : 0);
            }

            writer.WriteEndArray();
        }

        static double Next(ref Utf8JsonReader reader)
        {
            reader.Read();
            return reader.GetDouble();
        }
    }
}
