namespace Pulse.Generate;

/// <summary>Makes one file of the tree.</summary>
interface IGenerator
{
    /// <summary>The file, from the root of the tree.</summary>
    string Path { get; }

    /// <summary>Its whole text. The first line says what made it, and from what.</summary>
    string Generate();
}
