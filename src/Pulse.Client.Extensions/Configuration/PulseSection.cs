namespace Pulse.Client.Extensions.Configuration;

/// <summary>
/// What a section of the configuration may say: the options that can be written down. Not <see cref="PulseClientOptions"/>
/// itself, as its clock, handler and factories are nothing for a generated binder, and there "not said" could not be told
/// from a default. Times are text, as a plain number means seconds here.
/// </summary>
sealed partial class PulseSection;
