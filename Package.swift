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

let package = Package(
  name: "QuantKit",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "QuantKit", targets: ["QuantKit"]),
    .executable(name: "quantize", targets: ["quantize"]),
    .executable(name: "inspect", targets: ["inspect"]),
    .executable(name: "run", targets: ["run"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
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
    .testTarget(
      name: "QuantKitTests",
      dependencies: ["QuantKit", "CQuantKernels", "Terminal", "quantize", "inspect", "run"],
      exclude: ["Fixtures"],
      swiftSettings: swiftSettings
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
