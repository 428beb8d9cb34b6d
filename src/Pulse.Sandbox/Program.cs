namespace Pulse.Sandbox;

static class Program
{
    static int Main() => 2;
}
