using Pulse.Sandbox.Cli;

return await SandboxCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
