// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title Play money for a development chain: worth nothing, minted once, to whom the constructor names.
contract PlayMoney is ERC20, ERC20Permit {
    error PlayMoneyLengths(uint256 recipients, uint256 amounts);

    constructor(address[] memory recipients, uint256[] memory amounts)
        ERC20("Play Money", "PLAY")
        ERC20Permit("Play Money")
    {
        if (recipients.length != amounts.length) {
            revert PlayMoneyLengths(recipients.length, amounts.length);
        }
        for (uint256 i = 0; i < recipients.length; ++i) {
            _mint(recipients[i], amounts[i]);
        }
    }
}
