namespace Pulse.Cli;

static class Program
{
    static int Main() => 2;
}
