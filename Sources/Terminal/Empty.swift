import QuantKit
