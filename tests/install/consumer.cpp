#include <pulse_native.hpp>

#include <iostream>

int main(int argc, char **argv) {
    try {
        pulse::client client;
        pulse::job job = client.extract_and_wait(pulse::file::from_path(argc > 1 ? argv[1] : ""));
        const bool good = job.markdown().value_or("").find("Strait Savings Bank") != std::string_view::npos;
        std::cout << pulse_version() << (good ? " extracted\n" : " failed\n");
    } catch (const pulse::error &failure) {
        std::cout << failure.what() << '\n';
    }
}
