// swift-tools-version: 6.1
import PackageDescription

// An app in a package of its own: what an app can do that depends on this one.
let package = Package(
    name: "App",
    dependencies: [.package(name: "expoq", path: "../..")],
    targets: [
        .executableTarget(name: "App", dependencies: [.product(name: "ExpoQuery", package: "expoq")])
    ],
    swiftLanguageModes: [.v6])
