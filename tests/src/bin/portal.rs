//! `portal --dir DIR --listen ADDR`: serves a folder as a portal would, for trying things by hand. Not for the internet.

use clap::Parser;
use e2e::portal::Portal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
struct Args {
    /// Folder to serve.
    #[arg(long)]
    dir: PathBuf,
    /// Address and port; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match Portal::serve_at(&args.dir, args.listen) {
        Ok(portal) => {
            println!("{}", portal.url());
            portal.join();
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("portal: listen at {}: {error}", args.listen);
            ExitCode::FAILURE
        }
    }
}
