//! The program `sync-agent`. Everything is in the library, so that tests can reach it.

fn main() -> std::process::ExitCode {
    sync_agent::cli::main()
}
