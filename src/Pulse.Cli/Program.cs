using Pulse.Cli;

return await PulseProgram.RunAsync(Terminal.System(), args).ConfigureAwait(false);
