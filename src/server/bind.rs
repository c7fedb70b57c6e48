use std::collections::HashSet;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::str::FromStr;

use super::StartError;

/// Where to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// This port on 127.0.0.1 and on ::1, which is what `localhost` means. 0 takes a free one.
    Loopback(u16),
    /// This address; a host name may stand for several.
    Address(String),
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Listen, String> {
        if let Ok(port) = text.parse() {
            return Ok(Listen::Loopback(port));
        }
        match text.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                Ok(Listen::Address(text.to_string()))
            }
            _ => Err("expected a port (8484) or an address with a port (127.0.0.1:8484)".into()),
        }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Loopback(port) => write!(f, "{port}"),
            Listen::Address(address) => f.write_str(address),
        }
    }
}

/// Binds every address.
///
/// # Errors
/// An address that is in use, or that is none of this machine's.
pub fn bind_all(listens: &[Listen]) -> Result<Vec<TcpListener>, StartError> {
    let mut bound = Vec::new();
    for listen in listens {
        match listen {
            Listen::Loopback(0) => bind_free_loopback(&mut bound)?,
            Listen::Loopback(port) => bind_loopback(*port, &mut bound)?,
            Listen::Address(address) => {
                let failed = |source| StartError::Listen {
                    address: address.clone(),
                    source,
                };
                for address in address.to_socket_addrs().map_err(failed)? {
                    bound.push(bind(address)?);
                }
            }
        }
    }
    Ok(bound)
}

/// A port that is free on 127.0.0.1 may be taken on ::1: then another one is tried.
fn bind_free_loopback(bound: &mut Vec<TcpListener>) -> Result<(), StartError> {
    for _ in 0..8 {
        let before = bound.len();
        match bind_loopback(0, bound) {
            Err(StartError::AddressInUse { .. }) => bound.truncate(before),
            done => return done,
        }
    }
    bind_loopback(0, bound)
}

fn bind_loopback(port: u16, bound: &mut Vec<TcpListener>) -> Result<(), StartError> {
    let v4 = bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))?;
    let failed = |source| StartError::Listen {
        address: port.to_string(),
        source,
    };
    let port = v4.local_addr().map_err(failed)?.port();
    bound.push(v4);
    match bind(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port)) {
        Ok(v6) => bound.push(v6),
        // A machine without IPv6 has no ::1, and `localhost` is 127.0.0.1 alone there.
        Err(StartError::Listen { .. }) => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    let bound = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    bound.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::AddressInUse { address },
        _ => StartError::Listen {
            address: address.to_string(),
            source,
        },
    })
}

/// The addresses at which clients reach the listeners: of one that stands for all, those that this
/// machine has now, its loopback first.
pub fn reached(listeners: &[TcpListener]) -> Vec<SocketAddr> {
    let bound = listeners.iter().filter_map(|it| it.local_addr().ok());
    bound
        .flat_map(|address| match address.ip().is_unspecified() {
            true => of_this_machine(address),
            false => vec![address],
        })
        .collect()
}

/// Those that `every` stands for. `[::]` takes what comes over IPv4 too.
fn of_this_machine(every: SocketAddr) -> Vec<SocketAddr> {
    let mut ips = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
    if every.is_ipv6() {
        ips.push(IpAddr::V6(Ipv6Addr::LOCALHOST));
    }
    match if_addrs::get_if_addrs() {
        Ok(interfaces) => {
            let all = interfaces.iter().map(|interface| interface.ip());
            // One that starts with fe80 needs the name of an interface behind it.
            ips.extend(
                all.filter(|ip| !matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local())),
            );
        }
        Err(error) => tracing::warn!("this machine does not tell its addresses: {error}"),
    }
    ips.retain(|ip| every.is_ipv6() || ip.is_ipv4());
    let mut known = HashSet::new();
    ips.retain(|ip| known.insert(*ip));
    let addresses = ips.into_iter();
    addresses
        .map(|ip| SocketAddr::new(ip, every.port()))
        .collect()
}

/// Addresses for clients, by `scheme` (`http`): `localhost` first where it reaches the server by
/// both protocols, because that is what browsers and people call it.
pub fn urls(scheme: &str, listeners: &[TcpListener]) -> Vec<String> {
    let addresses = reached(listeners);
    let mut urls = Vec::new();
    for address in &addresses {
        let twin = addresses.iter().any(|other| {
            other.port() == address.port() && other.ip().is_loopback() && other.is_ipv6()
        });
        if address.is_ipv4() && address.ip().is_loopback() && twin {
            urls.push(format!("{scheme}://localhost:{}", address.port()));
        }
    }
    let by_address = addresses
        .iter()
        .map(|address| format!("{scheme}://{address}"));
    urls.extend(by_address);
    urls
}
