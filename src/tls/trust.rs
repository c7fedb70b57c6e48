use std::fmt::Write;
use std::path::Path;

/// How one system or program comes to trust the CA.
pub struct Recipe {
    /// Which system or program.
    pub who: &'static str,
    /// What to know besides the commands; may be empty.
    pub note: &'static str,
    /// Commands or lines of a file; `{CA}` stands for the certificate's path.
    lines: &'static [&'static str],
}

impl Recipe {
    /// The lines, with the certificate's path in them.
    pub fn lines(&self, certificate: &Path) -> Vec<String> {
        let path = quoted(certificate);
        self.lines
            .iter()
            .map(|line| line.replace("{CA}", &path))
            .collect()
    }
}

/// A path as one word of a shell's line. Only single quotes leave all else as it is in a POSIX
/// shell; those of Windows know double ones alone, which no path has there.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if cfg!(windows) {
        format!("\"{path}\"")
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

const DEBIAN: Recipe = Recipe {
    who: "Debian, Ubuntu",
    note: "curl and most command-line programs follow it; browsers, Node and Java do not.",
    lines: &[
        "sudo cp {CA} /usr/local/share/ca-certificates/eventpit-ca.crt",
        "sudo update-ca-certificates",
    ],
};

const FEDORA: Recipe = Recipe {
    who: "Fedora, RHEL",
    note: "",
    lines: &[
        "sudo cp {CA} /etc/pki/ca-trust/source/anchors/eventpit-ca.crt",
        "sudo update-ca-trust",
    ],
};

const CHROMIUM: Recipe = Recipe {
    who: "Chromium and Chrome on Linux",
    note: "certutil is in libnss3-tools (Debian) or nss-tools (Fedora). Start the browser anew.",
    lines: &[
        "mkdir -p \"$HOME/.pki/nssdb\"",
        "certutil -d \"sql:$HOME/.pki/nssdb\" -A -n eventpit -t C,, -i {CA}",
    ],
};

const FIREFOX: Recipe = Recipe {
    who: "Firefox on Linux",
    note: "Or by hand: Settings, Privacy & Security, View Certificates, Authorities, Import. On \
           macOS and Windows Firefox follows the system.",
    lines: &[
        "for p in \"$HOME\"/.mozilla/firefox/*.default*; do certutil -d \"sql:$p\" -A -n eventpit -t C,, -i {CA}; done",
    ],
};

const MACOS: Recipe = Recipe {
    who: "macOS",
    note: "Safari, Chrome, Firefox and the system's curl follow it; it asks for your password.",
    lines: &[
        "security add-trusted-cert -r trustRoot -k \"$HOME/Library/Keychains/login.keychain-db\" {CA}",
    ],
};

const WINDOWS: Recipe = Recipe {
    who: "Windows",
    note: "Edge, Chrome and Firefox follow it; it asks whether you are sure.",
    lines: &["certutil -user -addstore Root {CA}"],
};

const CURL: Recipe = Recipe {
    who: "curl, for one call",
    note: "",
    lines: &["curl --cacert {CA} https://localhost:8443/inspector/api/v1/health"],
};

const NODE: Recipe = Recipe {
    who: "Node",
    note: "",
    lines: &["NODE_EXTRA_CA_CERTS={CA} node app.js"],
};

const JAVA: Recipe = Recipe {
    who: "Java",
    note: "A program that is started like this trusts this CA and no other.",
    lines: &[
        "keytool -importcert -noprompt -alias eventpit -file {CA} -keystore eventpit.p12 -storetype PKCS12 -storepass changeit",
        "java -Djavax.net.ssl.trustStore=eventpit.p12 -Djavax.net.ssl.trustStorePassword=changeit -jar app.jar",
    ],
};

const ANDROID: Recipe = Recipe {
    who: "Android emulator",
    note: "Then in the emulator: Settings, Security, Encryption & credentials, Install a \
           certificate, CA certificate. An app trusts it if its network security config says so, \
           with the lines below (debug builds only). This machine is https://10.0.2.2:8443 there.",
    lines: &[
        "adb push {CA} /sdcard/Download/eventpit-ca.crt",
        "<network-security-config><debug-overrides><trust-anchors>",
        "  <certificates src=\"user\"/><certificates src=\"system\"/>",
        "</trust-anchors></debug-overrides></network-security-config>",
    ],
};

const IOS: Recipe = Recipe {
    who: "iOS simulator",
    note: "On a device: send it the file, install the profile, then Settings, General, About, \
           Certificate Trust Settings, and turn on full trust.",
    lines: &["xcrun simctl keychain booted add-root-cert {CA}"],
};

/// Every system and program that is told about.
pub fn recipes() -> [Recipe; 11] {
    [
        DEBIAN, FEDORA, CHROMIUM, FIREFOX, MACOS, WINDOWS, CURL, NODE, JAVA, ANDROID, IOS,
    ]
}

/// The one for the system that this runs on.
pub fn recipe_for_this_system() -> Recipe {
    if cfg!(target_os = "macos") {
        MACOS
    } else if cfg!(target_os = "windows") {
        WINDOWS
    } else if Path::new("/etc/pki/ca-trust/source/anchors").is_dir() {
        FEDORA
    } else {
        DEBIAN
    }
}

/// What `eventpit trust` prints, for the CA with that certificate.
pub fn how_to_trust(certificate: &Path) -> String {
    let mut text = format!(
        "eventpit's local CA: {}\n\n\
         It signs a certificate for any server name that is called here. Whoever gets its key\n\
         (eventpit-ca.key, beside it) can pretend to be any site to those who trust it: do not\n\
         hand it on, and stop trusting it when you no longer need it.\n",
        certificate.display()
    );
    for recipe in recipes() {
        let _ = writeln!(text, "\n# {}", recipe.who);
        if !recipe.note.is_empty() {
            let _ = writeln!(text, "# {}", recipe.note);
        }
        for line in recipe.lines(certificate) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}
