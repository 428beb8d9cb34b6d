using Pulse.Cli;

return await PulseProgram.RunAsync(Terminal.System(), RawArguments.Of(args)).ConfigureAwait(false);
