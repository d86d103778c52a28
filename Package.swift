// swift-tools-version: 6.2
//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import PackageDescription

var swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

// scripts/check sets it: a newer compiler's new warnings stop nobody else.
if Context.environment["QUANTKIT_STRICT"] != nil {
  swiftSettings.append(.treatAllWarnings(as: .error))
}

// Optimizing the tests themselves takes minutes and saves them seconds: what they test is optimized.
let testSettings = swiftSettings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "QuantKit",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "QuantKit", targets: ["QuantKit"]),
    .executable(name: "quantize", targets: ["quantize"]),
    .executable(name: "inspect", targets: ["inspect"]),
    .executable(name: "run", targets: ["run"]),
    .executable(name: "serve", targets: ["serve"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    // What only the server needs: building the other programs builds none of it.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird",
      from: "2.28.1",
      traits: []
    ),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CZstd",
      pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]
    ),
    .target(name: "CQuantKernels"),
    .target(
      name: "QuantKit",
      dependencies: [
        "CZstd", "CQuantKernels", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: swiftSettings
    ),
    .target(
      name: "Terminal",
      dependencies: [
        "QuantKit", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "quantize",
      dependencies: [
        "QuantKit", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "inspect",
      dependencies: [
        "QuantKit", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "run",
      dependencies: [
        "QuantKit", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "serve",
      dependencies: [
        "QuantKit", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Page")],
      swiftSettings: swiftSettings
    ),
    .testTarget(
      name: "QuantKitTests",
      dependencies: [
        "QuantKit", "CQuantKernels", "Terminal", "quantize", "inspect", "run", "serve",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ],
      exclude: ["Fixtures"],
      swiftSettings: testSettings
    ),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzer looks into the library as tests do, which a plain release build does not allow: it is there
// for scripts/fuzz only.
if Context.environment["QUANTKIT_FUZZ"] != nil {
  package.targets += [
    .target(name: "CFuzzing"),
    .target(
      name: "Fuzzing",
      dependencies: ["QuantKit", "CFuzzing"],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Fuzzing", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings
    ),
  ]
}
