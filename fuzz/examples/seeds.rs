//! Writes what the fuzzer begins with, the requests of the contract cases, into `corpus/`.

use std::path::Path;

use eventpit::platform::Platform;

fn main() -> std::io::Result<()> {
    for platform in Platform::ALL {
        let target = platform.as_str().replace('-', "_");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus")
            .join(target);
        std::fs::create_dir_all(&folder)?;
        for (at, seed) in eventpit_fuzz::seeds(platform).iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{at}")), seed)?;
        }
    }
    Ok(())
}
